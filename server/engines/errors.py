"""What can go wrong between a command line and a running system, each with what to do about it."""

from content_models.kit.errors import Conflict, ZhengwuError


class DataFolderInUse(Conflict):
    """Another process holds the folder: `details` carries `pid`, `url` and `folder`."""

    code = "DATA_FOLDER_IN_USE"
    default_message = "数据目录正被另一个 zhengwu 使用。请先停止它，或用 --data-dir 换一个目录。"


class DataFolderUnusable(ZhengwuError):
    code = "DATA_FOLDER_UNUSABLE"
    default_message = "数据目录无法写入。请检查目录权限，或用 --data-dir 换一个目录。"


class PortInUse(Conflict):
    """`details` carries `host` and `port`."""

    code = "PORT_IN_USE"
    default_message = "监听端口已被占用。请用 --port 换一个端口，或用 --port 0 自动选择。"


class EngineMissing(ZhengwuError):
    code = "ENGINE_MISSING"
    default_message = "内嵌引擎没有安装。请运行 uv sync，或用 ZHENGWU_MONGODB_URI、ZHENGWU_REDIS_URL 指定外部引擎。"


class EngineAddressInvalid(ZhengwuError):
    """`details.setting` names the setting; its value is not repeated, as it may hold a password."""

    code = "ENGINE_ADDRESS_INVALID"
    default_message = "数据引擎的地址写法不对。请检查 ZHENGWU_MONGODB_URI 与 ZHENGWU_REDIS_URL。"

    @classmethod
    def of(cls, setting: str, example: str) -> "EngineAddressInvalid":
        return cls(f"{setting} 的写法不对，应像 {example} 这样。请改正后再启动。", setting=setting)


class EngineUnreachable(ZhengwuError):
    """The document store did not answer, or refused us, at the start: `details.cause` is the driver's error class."""

    code = "ENGINE_UNREACHABLE"
    status = 503
    default_message = "连不上文档库。请检查 ZHENGWU_MONGODB_URI 的地址、账号和网络，或运行 zhengwu doctor 查看原因。"


class ChildNotStarted(ZhengwuError):
    """A child process did not answer in time: `details` carries `name`, `log` and its last lines."""

    code = "CHILD_NOT_STARTED"
    default_message = "子进程没有启动成功，请查看它的日志。"
