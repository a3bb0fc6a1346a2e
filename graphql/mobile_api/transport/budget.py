"""How much one viewer, or one address, may ask for in a minute, in cost points.

Decided from memory: no request waits for Valkey. What was spent is added up there a few times a second, and the sums
of all processes come back with that, so a client spread over n processes may overspend by n short intervals, once.
Without Valkey each process counts for itself.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from redis.asyncio import Redis

from mobile_api.transport.errors import RateLimited
from mobile_api.transport.replies import Headers
from mobile_api.transport.shared import Shared

WINDOW = 60  # seconds
SETTLE_EVERY = 0.2  # seconds
_REMEMBERED = 50_000  # spenders; whoever was seen longest ago is forgotten first
_PREFIX = "zhengwu:points:"


@lru_cache(maxsize=16)  # there are two limits
def _policy(limit: int) -> tuple[bytes, bytes]:
    return b"ratelimit-policy", b'"points";q=%d;w=%d' % (limit, WINDOW)


@dataclass(slots=True)
class Account:
    """`elsewhere` includes what this process has already reported; `unsent` comes on top."""

    who: str
    limit: int
    window: int
    elsewhere: int = 0
    unsent: int = 0

    @property
    def remaining(self) -> int:
        left = self.limit - self.elsewhere - self.unsent
        return left if left > 0 else 0


class Budget:
    """`now` in seconds since 1970: the windows of all processes are the same."""

    def __init__(self, shared: Shared, now: Callable[[], float] = time.time) -> None:
        self._shared = shared
        self._now = now
        self._accounts: OrderedDict[str, Account] = OrderedDict()
        self._unsettled: dict[str, Account] = {}
        self._settled_at = 0.0
        self._settling: asyncio.Task[None] | None = None

    def account(self, who: str, limit: int) -> Account:
        """Raises RateLimited when nothing remains."""
        window = int(self._now()) // WINDOW
        account = self._accounts.get(who)
        if account is None or account.window != window:
            account = self._accounts[who] = Account(who, limit, window)
            if len(self._accounts) > _REMEMBERED:
                self._accounts.popitem(last=False)
        if account.remaining <= 0:
            raise RateLimited(retry_after=self.seconds_left())
        return account

    def charge(self, account: Account, points: int) -> None:
        """Raises RateLimited, without charging, when that is more than what remains."""
        if points > account.remaining:
            raise RateLimited(retry_after=self.seconds_left(), requested=points, remaining=account.remaining)
        self.fine(account, points)

    def fine(self, account: Account, points: int) -> None:
        """For work that has been done already, and was refused."""
        account.unsent += points
        self._unsettled[account.who] = account
        now = self._now()
        if now - self._settled_at >= SETTLE_EVERY and not self._shared.is_away and self._is_idle():
            self._settled_at = now
            self._settling = asyncio.create_task(self.settle())

    def headers(self, account: Account) -> Headers:
        """RateLimit fields of draft-ietf-httpapi-ratelimit-headers."""
        state = b'"points";r=%d;t=%d' % (account.remaining, self.seconds_left())
        return [_policy(account.limit), (b"ratelimit", state)]

    def seconds_left(self) -> int:
        return WINDOW - int(self._now()) % WINDOW

    async def settle(self) -> None:
        """Report what was spent, and learn what was spent elsewhere."""
        accounts = [account for account in self._unsettled.values() if account.unsent]
        self._unsettled = {}
        sent = [account.unsent for account in accounts]

        async def report(redis: Redis) -> list[int]:
            async with redis.pipeline(transaction=False) as pipeline:
                for account, spent in zip(accounts, sent, strict=True):
                    key = f"{_PREFIX}{account.who}:{account.window}"
                    pipeline.incrby(key, spent)
                    pipeline.expire(key, 2 * WINDOW)
                return list(await pipeline.execute())[::2]

        totals = await self._shared.ask(report) if accounts else None
        for account, spent, total in zip(accounts, sent, totals or [], strict=False):
            account.unsent -= spent
            account.elsewhere = total
        if totals is None:
            self._unsettled |= {account.who: account for account in accounts}

    def _is_idle(self) -> bool:
        return self._settling is None or self._settling.done()
