"""A child process as its parent wishes it, and as it is."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Probe = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, kw_only=True)
class Child:
    """`answers` says whether the child really serves; without it, a child that runs counts as serving."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)  # added to the parent's
    answers: Probe | None = None
    # A busy machine takes a minute to import; a child that dies is told at once, however long this is.
    start_within: float = 120.0  # seconds
    stop_within: float = 1.5  # seconds between SIGTERM and SIGKILL; three tiers of it fit into five seconds


class Phase(StrEnum):
    starting = "starting"  # 启动中
    running = "running"  # 运行中
    restarting = "restarting"  # 正在重启
    stopped = "stopped"  # 已停止


@dataclass(frozen=True)
class ChildReport:
    name: str
    phase: Phase
    pid: int | None
    restarts: int
