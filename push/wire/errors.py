"""What can break on the wire. A connection error ends the connection; its unanswered requests are reported."""

from enum import IntEnum

from content_models.kit.errors import ZhengwuError


class ErrorCode(IntEnum):
    """RFC 9113 §7."""

    NO_ERROR = 0x0
    PROTOCOL_ERROR = 0x1
    INTERNAL_ERROR = 0x2
    FLOW_CONTROL_ERROR = 0x3
    SETTINGS_TIMEOUT = 0x4
    STREAM_CLOSED = 0x5
    FRAME_SIZE_ERROR = 0x6
    REFUSED_STREAM = 0x7
    CANCEL = 0x8
    COMPRESSION_ERROR = 0x9
    ENHANCE_YOUR_CALM = 0xB


class WireError(ZhengwuError):
    """The peer broke the protocol: the connection cannot go on. `error_code` is what it is told."""

    code = "PUSH_WIRE_ERROR"
    status = 502
    default_message = "推送服务的应答不符合协议，连接已关闭，将自动重连。"

    def __init__(self, error_code: ErrorCode, what: str) -> None:
        super().__init__(error_code=error_code.name, what=what)
        self.error_code = error_code
        self.what = what
