"""What keeping the directory of organs and regions refuses."""

from content_models.kit.errors import InvalidInput


class OrganRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "ORGAN_REFUSED"
    default_message = "有几处需要改正，请看标红的项目。"


class RegionRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "REGION_REFUSED"
    default_message = "行政区划有几处需要改正，请看标红的项目。"
