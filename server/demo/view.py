"""The progress view: processes, sources, counters and the last sentences of the play, redrawn every half second."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from pymongo.errors import PyMongoError
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from server.demo.snapshot import Snapshot, SourceLine, take_snapshot
from server.processes.child import ChildReport, Phase

LOOK_EVERY = 0.5  # seconds
SENTENCES = 8
TROUBLES = 4  # shown in words; the console has them all

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
        sources = self._snapshot.sources
        parts: list[RenderableType] = [_processes(self._processes()), _sources(sources), _troubles(sources)]
        parts += [_counters(self._snapshot), _a_line_each(f"· {sentence}" for sentence in self._sentences)]
        return Panel(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)), title="演示城市", border_style="cyan")


def _processes(reports: Sequence[ChildReport]) -> Columns:
    return Columns([f"{_PROCESS_MARKS[report.phase]} {report.name} [dim]{report.pid or ''}[/]" for report in reports])


def _sources(lines: Sequence[SourceLine]) -> Columns:
    """As many side by side as there is room for."""
    return Columns([f"{_SOURCE_MARKS[line.works]} {escape(line.name)}" for line in lines], equal=True)


def _troubles(lines: Sequence[SourceLine]) -> Text:
    troubled = [f"✗ {line.name}  {line.words}" for line in lines if line.works is False][:TROUBLES]
    return _a_line_each(troubled, style="yellow")


def _a_line_each(sentences: Iterable[str], style: str = "") -> Text:
    """The height must not change with the words, or the picture jumps."""
    return Text("\n".join(sentences), style=style, no_wrap=True, overflow="ellipsis")


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
