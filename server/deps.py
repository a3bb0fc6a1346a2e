"""What request handlers work with, opened once when the app starts and found at `app.state.deps`."""

from dataclasses import dataclass, field

from redis.asyncio import Redis
from starlette.requests import Request

from content_models.intake.board.board import TriageBoard
from content_models.kit.errors import ZhengwuError
from content_models.kit.store import Store
from content_models.residents.changes.followed import ResidentChanges
from content_models.search.live import LiveSearch
from content_models.timeline.timeline import Timeline
from mobile_api.live.inboxes import InboxWatch
from server.settings import Settings


class SecretKeyMissing(ZhengwuError):
    """Cursors and tokens cannot be signed: the process was started without `with_secret_key`."""

    code = "SECRET_KEY_MISSING"
    default_message = "没有签名密钥。请设置 ZHENGWU_SECRET_KEY，或用 zhengwu serve 启动。"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A log-in of the demo city, shown on the log-in page. A real deployment has none."""

    username: str
    password: str
    display_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Deps:
    store: Store
    settings: Settings
    timeline: Timeline
    search: LiveSearch = field(default_factory=LiveSearch)
    redis: Redis | None = None  # for what may be lost: shared counts and caches; None where a test needs none
    demo_accounts: tuple[DemoAccount, ...] = ()
    inboxes: InboxWatch = field(default_factory=InboxWatch)
    residents: ResidentChanges = field(default_factory=ResidentChanges)
    board: TriageBoard = field(default_factory=TriageBoard)

    @property
    def secret(self) -> bytes:
        """The key that signs cursors and tokens. Raises SecretKeyMissing."""
        if self.settings.secret_key is None:
            raise SecretKeyMissing
        return self.settings.secret_key.get_secret_value().encode()


def deps_of(request: Request) -> Deps:
    deps: Deps = request.app.state.deps
    return deps
