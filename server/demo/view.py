"""The progress view: processes, sources, counters and the last sentences of the play, redrawn every half second."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from pymongo.errors import PyMongoError
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from server.demo.snapshot import Snapshot, SourceLine, take_snapshot
from server.processes.child import ChildReport, Phase

LOOK_EVERY = 0.5  # seconds
SENTENCES = 8

_PROCESS_MARKS = {
    Phase.starting: "[dim]…[/]",
    Phase.running: "[green]✓[/]",
    Phase.restarting: "[yellow]↻[/]",
    Phase.stopped: "[dim]■[/]",
}
_SOURCE_MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]…[/]"}


class View:
    """`processes` gives the reports of the children whenever it is asked."""

    def __init__(self, console: Console, processes: Callable[[], Sequence[ChildReport]]) -> None:
        self._processes = processes
        self._sentences: deque[str] = deque(maxlen=SENTENCES)
        self._snapshot = Snapshot(processes())
        self._live = Live(console=console, auto_refresh=False, get_renderable=self.__rich__)

    def tell(self, sentence: str) -> None:
        self._sentences.append(sentence)

    async def follow(self) -> None:
        """Look and redraw until cancelled."""
        with self._live:
            while True:
                await self.look()
                self._live.refresh()
                await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Take the numbers of this moment; what cannot be read just now stays as it was."""
        with suppress(PyMongoError):
            self._snapshot = await take_snapshot(self._processes())

    def __rich__(self) -> RenderableType:
        columns = Table.grid(padding=(0, 3))
        columns.add_row(_processes(self._processes()), _sources(self._snapshot.sources))
        story = Text("\n").join(Text(f"· {sentence}") for sentence in self._sentences)
        return Panel(Group(columns, "", _counters(self._snapshot), "", story), title="演示城市", border_style="cyan")


def _processes(reports: Sequence[ChildReport]) -> Table:
    table = Table.grid(padding=(0, 1))
    for report in reports:
        table.add_row(_PROCESS_MARKS[report.phase], report.name, f"[dim]{report.pid or ''}[/]")
    return table


def _sources(lines: Sequence[SourceLine]) -> Table:
    table = Table.grid(padding=(0, 1))
    for line in lines:
        table.add_row(_SOURCE_MARKS[line.works], line.name, Text(line.words, style="dim", overflow="ellipsis"))
    return table


def _counters(snapshot: Snapshot) -> Text:
    return Text.assemble(
        *_counter("收稿", snapshot.received),
        *_counter("同源合并", snapshot.merged),
        *_counter("待分拣", snapshot.waiting),
        *_counter("已发布", snapshot.published),
        *_counter("已推送", snapshot.pushed),
    )


def _counter(name: str, value: int) -> tuple[str, tuple[str, str]]:
    return f"{name} ", (f"{value}   ", "bold cyan")
