"""What entering a notice refuses."""

from content_models.kit.errors import InvalidInput


class NoticeRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "NOTICE_REFUSED"
    default_message = "放假安排有几处对不上，请对照通知原文改正。"
