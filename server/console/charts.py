"""Charts drawn on the server: plain geometry for SVG templates, each with its table twin of the same numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

WIDTH, HEIGHT = 640, 200  # user units of a column chart
LEFT, BOTTOM, TOP = 44, 22, 12
ROW, NAME, VALUE = 26, 150, 80  # of a bar chart: a row's height, room for names and for values
_STEPS = (1, 2, 4, 6, 10)  # halves of them are whole where the axis counts things


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of mark: its name in the legend, and its colour class."""

    name: str
    tone: str
    values: list[float | None]  # None: nothing to show on that day


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    width: float
    height: float
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`id` names the elements; `desc` says in words what the drawing shows; `head` and `rows` are the table twin."""

    id: str
    title: str
    desc: str
    width: int
    height: int
    head: list[str]
    rows: list[list[str]]
    marks: list[Mark] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)  # (tone, points)
    ticks: list[Tick] = field(default_factory=list)  # of the value axis
    labels: list[Tick] = field(default_factory=list)  # of the other axis
    values: list[Tick] = field(default_factory=list)  # at the end of bars: `at` is y, with x in `ends`
    ends: list[float] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)  # (tone, name)
    unit: str = ""
    empty: bool = False


def round_up(value: float) -> float:
    """Where an axis ends: the next of 1, 2, 4, 6, 10 × a power of ten. 2 at least, so that its middle is whole."""
    if value <= 2:
        return 2
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in _STEPS if step * power >= value)


def number(value: float | None) -> str:
    """「1,204」, 「2.5」, 「—」."""
    if value is None:
        return "—"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def columns(id: str, title: str, desc: str, days: Sequence[str], series: Sequence[Series], unit: str = "") -> Chart:
    """Stacked columns, one a day; `days` are the labels."""
    top = round_up(max((sum(one.values[at] or 0 for one in series) for at in range(len(days))), default=0))
    step = (WIDTH - LEFT) / max(len(days), 1)
    marks = []
    for at, day in enumerate(days):
        base = 0.0
        for one in series:
            value = one.values[at] or 0
            if value:
                height = value / top * (HEIGHT - TOP - BOTTOM)
                y = HEIGHT - BOTTOM - base - height
                words = f"{day} {one.name} {number(value)}{unit}"
                marks.append(Mark(LEFT + at * step + step * 0.15, y, step * 0.7, height, one.tone, words))
                base += height
    shown = any(value for one in series for value in one.values)
    return replace(_framed(id, title, desc, days, series, unit, top, step), marks=marks, empty=not shown)


def lines(id: str, title: str, desc: str, days: Sequence[str], series: Sequence[Series], unit: str = "") -> Chart:
    """One line a series with a dot on each day that has a value; days without one are bridged."""
    top = round_up(max((value for one in series for value in one.values if value is not None), default=0))
    step = (WIDTH - LEFT) / max(len(days), 1)
    marks, drawn = [], []
    for one in series:
        points = []
        for at, value in enumerate(one.values):
            if value is not None:
                x = LEFT + (at + 0.5) * step
                y = HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)
                points.append(f"{x:.1f},{y:.1f}")
                marks.append(Mark(x, y, 3, 3, one.tone, f"{days[at]} {one.name} {number(value)}{unit}"))
        drawn.append((one.tone, " ".join(points)))
    framed = _framed(id, title, desc, days, series, unit, top, step)
    return replace(framed, marks=marks, lines=drawn, empty=not marks)  # 0 is news: it went out at once


def _framed(
    id: str, title: str, desc: str, days: Sequence[str], series: Sequence[Series], unit: str, top: float, step: float
) -> Chart:
    """What columns and lines share: axes, legend and the table twin."""
    every = max(1, math.ceil(len(days) / 10))
    room = HEIGHT - TOP - BOTTOM
    return Chart(
        id=id,
        title=title,
        desc=desc,
        width=WIDTH,
        height=HEIGHT,
        unit=unit,
        legend=[(one.tone, one.name) for one in series],
        head=["日期", *(one.name + (f"（{unit}）" if unit else "") for one in series)],
        rows=[[day, *(number(one.values[at]) for one in series)] for at, day in enumerate(days)],
        ticks=[Tick(HEIGHT - BOTTOM - room * part, number(top * part)) for part in (0, 0.5, 1)],
        labels=[Tick(LEFT + (at + 0.5) * step, day[5:]) for at, day in enumerate(days) if at % every == 0],
    )


def bars(
    id: str,
    title: str,
    desc: str,
    rows: Sequence[tuple[str, float | None]],
    unit: str = "",
    head: str = "来源",
    most: int = 12,
) -> Chart:
    """Horizontal bars, the first `most` rows drawn and all of them in the table. None: nothing was measured."""
    shown = [(name, value) for name, value in rows if value is not None][:most]
    top = max((value for _, value in shown), default=0) or 1
    room = WIDTH - NAME - VALUE
    marks = [
        Mark(NAME, at * ROW + 5, value / top * room, ROW - 10, "main", f"{name} {number(value)}{unit}")
        for at, (name, value) in enumerate(shown)
    ]
    return Chart(
        id=id,
        title=title,
        desc=desc,
        width=WIDTH,
        height=max(len(shown), 1) * ROW,
        head=[head, unit or "数量"],
        rows=[[name, number(value)] for name, value in rows],
        marks=marks,
        labels=[Tick(at * ROW + ROW / 2, short(name)) for at, (name, _) in enumerate(shown)],
        values=[Tick(at * ROW + ROW / 2, f"{number(value)} {unit}".strip()) for at, (_, value) in enumerate(shown)],
        ends=[mark.x + mark.width + 6 for mark in marks],
        unit=unit,
        empty=not shown,
    )


def short(name: str, most: int = 10) -> str:
    """As much of a name as fits before a bar; the table has all of it."""
    return name if len(name) <= most else f"{name[: most - 1]}…"
