"""How a command tells what went wrong: one red line for people, an object on standard output for scripts."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from typer._click import exceptions as click  # Typer's own copy: it makes no other name of these public

from content_models.kit.errors import InvalidInput, ZhengwuError

USAGE = 2  # exit code of a command that was written wrongly; any other fault is a 1

# What Typer says of a value, in English whatever the locale.
_SAID = (
    (r"'(.*?)' is not one of (.*?)\.?$", r"“\1”不是可用的值，可用的是 \2"),
    (r"greater than or equal to (\S+)", r"不能小于 \1"),
    (r"less than or equal to (\S+)", r"不能大于 \1"),
    (r"valid integer", "应为整数"),
    (r"does not exist", "没有这个文件"),
    (r"is a directory", "这是文件夹，不是文件"),
    (r"requires an argument", "后面缺少值"),
)


class UsageInvalid(InvalidInput):
    """The command was written wrongly; the message says where."""

    code = "USAGE_INVALID"
    default_message = "命令写法有误，请加上 --help 查看写法。"

    @classmethod
    def saying(cls, error: click.UsageError) -> "UsageInvalid":
        command = error.ctx.command_path if error.ctx else "zhengwu"
        return cls(f"{_fault(error)}。用 {command} --help 查看写法。")


@contextmanager
def faults_told(as_json: bool) -> Iterator[None]:
    try:
        yield
    except click.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        _tell(UsageInvalid.saying(error), as_json)
        raise typer.Exit(USAGE) from error
    except ZhengwuError as error:
        _tell(error, as_json)
        raise typer.Exit(1) from error


def _tell(error: ZhengwuError, as_json: bool) -> None:
    if as_json:
        told = {"error": {"code": error.code, "message": error.message, "details": error.details}}
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    console = Console(stderr=True)
    console.print(f"[bold red]错误[/] [red]{error.code}[/]", end=" ")
    console.print(error.message, style="red", markup=False, highlight=False)


def _fault(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    name = (
        error.param.get_error_hint().replace("'", "") if isinstance(error, click.BadParameter) and error.param else ""
    )
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} {_in_chinese(error.message)}"
    if unknown := re.match(r"No such command '(.*?)'", error.message):
        return f"没有命令“{unknown[1]}”"
    return f"{name} 填写有误：{_in_chinese(error.message)}" if name else _in_chinese(error.message)


def _in_chinese(said: str) -> str:
    for pattern, told in _SAID:
        if match := re.search(pattern, said):
            return match.expand(told)
    return said
