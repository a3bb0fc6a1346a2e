"""Options that several commands share, and how they become settings."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from server.cli.errors import SettingsInvalid
from server.settings import PushMode, Settings

Host = Annotated[str | None, typer.Option(help="监听地址；0.0.0.0 表示所有网卡。默认 127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="监听端口；0 表示自动选一个空闲端口。默认 8000")]
DataDir = Annotated[Path | None, typer.Option(help="数据目录：内嵌引擎、日志、密钥都在里面。默认 zhengwu-data")]
Push = Annotated[
    PushMode | None,
    typer.Option(help="live 用所有设置好的通道；apns 只用苹果；log 只把将要发送的内容写入数据目录。默认 log"),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]


def configured(**options: Any) -> Settings:
    """The settings, with the given options before environment and `.env`. Raises SettingsInvalid."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        raise SettingsInvalid.naming(error) from error
