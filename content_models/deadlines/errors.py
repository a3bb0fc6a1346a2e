"""What keeping the rule table refuses."""

from content_models.kit.errors import InvalidInput


class RuleRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "RULE_REFUSED"
    default_message = "期限规则有几处需要改正，请看标红的项目。"
