"""The whole product on one machine: engines where none is configured, then api, worker and pusher, all kept alive.

async with System(settings, extra_children=[Child(name="city", command=[...])]) as system:
    print(system.urls.base)
    await until_signalled(...)
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from server.channel_settings import require_channels
from server.engines.data_folder import DataFolder
from server.engines.embedded import brought_engines
from server.engines.ports import listening_port
from server.processes.child import Child, ChildReport
from server.processes.probes import http_answers
from server.processes.supervisor import Supervisor, nobody_looks
from server.settings import Settings
from server.store import prepare_store


@dataclass(frozen=True)
class Urls:
    """`base` is how this machine reaches the api, without a slash at the end."""

    base: str

    @property
    def console(self) -> str:
        return f"{self.base}/console"

    @property
    def graphql(self) -> str:
        return f"{self.base}/graphql"

    @property
    def ready(self) -> str:
        return f"{self.base}/readyz"


class System:
    """`extra_children` start after the engines and before the api, with the same settings in their environment.

    Raises DataFolderInUse, PortInUse, ApnsNotConfigured or ChildNotStarted on entry, with nothing left running.
    Once entered, `settings` has every address, the port and the secret key filled in, and `first_password` is that of
    the administrator if this is the system's first start.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        extra_children: Sequence[Child] = (),
        changed: Callable[[ChildReport], None] = nobody_looks,
    ) -> None:
        self.settings = settings
        self.first_password: str | None = None
        self._extra = extra_children
        self._supervisor = Supervisor(DataFolder(settings.data_dir).logs, changed)
        self._stack = AsyncExitStack()

    @property
    def urls(self) -> Urls:
        return Urls(self.settings.local_url)

    def state(self) -> list[ChildReport]:
        """One report per child, in order of start."""
        return self._supervisor.reports()

    def kill(self, name: str) -> int:
        """SIGKILL the child of that name, as a crash would; it comes back. Returns the pid that was killed."""
        return self._supervisor.kill(name)

    async def __aenter__(self) -> "System":
        async with AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _start(self, stack: AsyncExitStack) -> None:
        require_channels(self.settings)
        port = listening_port(self.settings.host, self.settings.port)
        asked = self.settings.model_copy(update={"port": port})
        self.settings = await stack.enter_async_context(brought_engines(asked, self._supervisor))
        self.first_password = await prepare_store(self.settings)
        await self._supervisor.start(*self._with_settings(self._extra))
        await self._supervisor.start(*self._with_settings(self._services()))

    def _services(self) -> list[Child]:
        program = [sys.executable, "-m", "server.cli.main"]
        api = http_answers(*self.settings.local_address)
        return [
            Child(name="api", command=[*program, "serve"], answers=api),
            Child(name="worker", command=[*program, "worker"]),
            Child(name="pusher", command=[*program, "pusher"]),
        ]

    def _with_settings(self, children: Sequence[Child]) -> list[Child]:
        ours = self.settings.as_environment()
        return [replace(child, environment={**ours, **child.environment}) for child in children]
