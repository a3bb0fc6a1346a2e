"""What keeps a channel from being opened."""

from content_models.kit.errors import ZhengwuError


class InvalidPushKey(ZhengwuError):
    """A key file is not what its push service gives out. The message names the setting, never the content."""

    code = "INVALID_PUSH_KEY"
    default_message = "推送密钥文件无法使用，请检查设置。"

    @classmethod
    def of(cls, setting: str, wanted: str) -> "InvalidPushKey":
        return cls(f"推送密钥文件无法使用：{setting} 应指向{wanted}。", setting=setting)
