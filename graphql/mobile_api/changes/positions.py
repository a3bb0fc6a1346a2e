"""How far somebody has come in the change log, as an opaque, signed token.

A position is (generation of the counter, epoch, release id). Everything below it has been seen: all of the epochs
before, and of this one the releases up to that id; without an id, the whole epoch. Epochs are handed out inside the
transaction that writes under them and are visible in rising order (`content_models.timeline.repository`), so nothing
can be committed below a position that was handed out.
"""

from typing import NamedTuple

from content_models.kit.errors import ZhengwuError
from content_models.timeline.documents import TimelineEpoch
from mobile_api.context import Deps
from mobile_api.paging import Cursors

_TOKENS = Cursors("since", (str, int, str))


class SyncExpired(ZhengwuError):
    """The position is older than what is remembered, or of another store: an offline copy has to begin anew."""

    code = "SYNC_EXPIRED"
    status = 410
    default_message = "离线数据太旧，无法增量更新，请清空后不带 since 重新同步。"


class Since(NamedTuple):
    epoch: int
    release_id: str = ""


def position_token(deps: Deps, epoch: int, release_id: str = "") -> str:
    return _TOKENS.encode((deps.timeline.generation, epoch, release_id), deps.cursor_secret)


def token_of(deps: Deps, counter: TimelineEpoch, since: Since) -> str:
    return _TOKENS.encode((counter.generation, *since), deps.cursor_secret)


def epoch_of(deps: Deps, token: str) -> int:
    """For live updates, which tell no more than that something changed. Raises InvalidCursor, SyncExpired."""
    generation, epoch, _ = _TOKENS.decode(token, deps.cursor_secret)
    if epoch and generation != deps.timeline.generation:
        raise SyncExpired
    return int(epoch)


def read_since(deps: Deps, counter: TimelineEpoch, token: str | None) -> Since:
    """Raises InvalidCursor, SyncExpired."""
    if token is None:
        return Since(0)
    generation, epoch, release_id = _TOKENS.decode(token, deps.cursor_secret)
    is_known = generation == counter.generation and counter.floor <= epoch <= counter.value
    if epoch and not is_known:
        raise SyncExpired
    return Since(epoch, release_id)
