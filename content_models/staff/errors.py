"""What keeping accounts refuses."""

from content_models.kit.errors import Conflict, InvalidInput


class LastAdministrator(Conflict):
    code = "LAST_ADMINISTRATOR"
    default_message = "这是最后一位管理员，不能停用或去掉管理员角色；请先让另一位担任管理员。"


class StaffRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "STAFF_REFUSED"
    default_message = "有几处需要改正，请看标红的项目。"
