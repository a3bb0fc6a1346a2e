"""A group whose commands are imported when they are called, so that `zhengwu --help` answers at once."""

from collections.abc import Iterable
from pkgutil import resolve_name
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperCommand, TyperGroup

from content_models.kit.errors import ZhengwuError


class LazyCommand(TyperCommand):
    """Stands for the command of the Typer app at `target` ("package.module:app") until it is called."""

    def __init__(self, name: str, target: str, help: str) -> None:
        super().__init__(name, help=help)
        self._target = target

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        app: typer.Typer = resolve_name(self._target)
        command = typer.main.get_command(app)
        command.help = self.help
        return command.make_context(info_name, args, parent=parent, **extra)


class CommandGroup(TyperGroup):
    """Shows an error of ours as one line in red and ends with exit code 1: people see advice, not a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ZhengwuError as error:
            console = Console(stderr=True)
            console.print(f"[bold red]错误[/] [red]{error.code}[/]", end=" ")
            console.print(error.message, style="red", markup=False, highlight=False)
            raise typer.Exit(1) from error


def lazy_group(commands: Iterable[LazyCommand]) -> type[CommandGroup]:
    """A group class that knows the commands from the start."""

    class WithCommands(CommandGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            for command in commands:
                self.add_command(command)

    return WithCommands
