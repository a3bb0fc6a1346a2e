"""What is refused of a file of sources, as a whole."""

from content_models.kit.errors import InvalidInput


class ExchangeUnreadable(InvalidInput):
    code = "EXCHANGE_UNREADABLE"
    default_message = "文件不是有效的来源清单；请用 zhengwu source export 导出一份，对照修改。"
