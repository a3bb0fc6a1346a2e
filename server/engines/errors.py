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


class ChildNotStarted(ZhengwuError):
    """A child process did not answer in time: `details` carries `name`, `log` and its last lines."""

    code = "CHILD_NOT_STARTED"
    default_message = "子进程没有启动成功，请查看它的日志。"
