"""A group whose commands are imported when they are called, so that `zhengwu --help` answers at once."""

from collections.abc import Iterable
from pkgutil import resolve_name
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from server.cli.faults import faults_told


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


class LazyMember(LazyCommand):
    """Stands for the command of its own name in the Typer app at `target`, which may hold others as well."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        command = typer.main.get_command(resolve_name(self._target))
        members = command.commands if isinstance(command, TyperGroup) else {}
        return members.get(str(self.name), command).make_context(info_name, args, parent=parent, **extra)


class CommandGroup(TyperGroup):
    """Tells what went wrong in one way for all commands: people see advice, not a traceback, and scripts an object."""

    _as_json = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        self._as_json = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        with faults_told(self._as_json):
            return super().invoke(ctx)


def lazy_group(commands: Iterable[LazyCommand]) -> type[CommandGroup]:
    """A group class that knows the commands from the start."""

    class WithCommands(CommandGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            for command in commands:
                self.add_command(command)

    return WithCommands
