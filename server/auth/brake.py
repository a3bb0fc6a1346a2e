"""A brake on guessing passwords and codes: after a few wrong ones, this name from this address has to wait.

The counters stand in the store, so every api process counts together and a restart forgets nothing. Counting comes
before looking at the password: a hundred guesses sent at once are a hundred tries. A name that is tried from ever new
addresses is stopped too, much later, so that one stranger does not lock a colleague out in passing.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from server.auth.errors import TooManyAttempts

ALLOWED = 8  # wrong ones in a row, of one name from one address
PAUSE = timedelta(minutes=5)  # from the last of them
ALLOWED_EVERYWHERE = 100  # of one name from all addresses together
LONG_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LogInBrake:
    store: Store

    async def attempt(self, username: str, address: str) -> None:
        """Count one try, to be called before anything is checked. Raises TooManyAttempts while there is a wait."""
        pair, name = _keys(username, address)
        await self._count(pair, ALLOWED, PAUSE)
        await self._count(name, ALLOWED_EVERYWHERE, LONG_PAUSE)

    async def succeeded(self, username: str, address: str) -> None:
        await staff_records.forget_tries(*_keys(username, address))

    async def _count(self, key: str, allowed: int, pause: timedelta) -> None:
        now = self.store.now()
        known = await staff_records.tries(key)
        if known and known.tries >= allowed and known.expires_at > now:
            raise TooManyAttempts(retry_after=int((known.expires_at - now).total_seconds()) + 1)
        if await staff_records.count_try(key, now, pause) > allowed:
            raise TooManyAttempts(retry_after=int(pause.total_seconds()))


async def release(username: str) -> None:
    """Let a name that was tried too often in from everywhere again; single addresses wait their minutes."""
    await staff_records.forget_tries(_digest(username))


def _keys(username: str, address: str) -> tuple[str, str]:
    return _digest(f"{username}\x1f{address}"), _digest(username)


def _digest(text: str) -> str:
    """The names people mistype are sometimes their passwords: not to be kept in the clear."""
    return hashlib.sha256(text.encode()).hexdigest()
