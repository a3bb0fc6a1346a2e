"""What keeping the topics refuses."""

from content_models.kit.errors import InvalidInput


class TopicRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "TOPIC_REFUSED"
    default_message = "主题有几处需要改正，请看标红的项目。"
