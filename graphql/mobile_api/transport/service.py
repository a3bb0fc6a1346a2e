"""Answering one operation: from what is kept, or by running it, for whoever pays."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from graphql import GraphQLSchema

from mobile_api.context import Context, Deps
from mobile_api.keeping import Generations
from mobile_api.transport import answers
from mobile_api.transport.budget import Account, Budget
from mobile_api.transport.cost import points
from mobile_api.transport.errors import QueryTooCostly
from mobile_api.transport.execution import Executor
from mobile_api.transport.head import Head
from mobile_api.transport.kept import KeptPages
from mobile_api.transport.live.events import Live
from mobile_api.transport.operations import Operation
from mobile_api.transport.pages import Page, sent_once
from mobile_api.transport.policy import NO_STORE, CachePolicy
from mobile_api.transport.replies import Reply

_KEPT = 1  # point, for an answer that was made before
_SHARED_VARY = "Accept, Accept-Encoding"
_OWN_VARY = "Accept, Accept-Encoding, Authorization"

Variables = dict[str, Any] | None
Slot = tuple[Operation, bytes]  # with its variables, as bytes


class Service:
    def __init__(self, deps: Deps, schema: GraphQLSchema, budget: Budget) -> None:
        self._deps = deps
        self._limits = deps.limits
        self._budget = budget
        self._kept = KeptPages(deps.keeping.page_bytes)
        self._generations = Generations(deps.keeping)
        self._live = Live(schema, most_errors=deps.limits.errors)
        self._executor = Executor(
            schema,
            seconds=deps.limits.seconds,
            suggestions=deps.introspection,
            keeps_cards=deps.keeping.card_bytes > 0,
        )

    async def answer(
        self, operation: Operation, variables: Variables, head: Head, media_type: str, account: Account
    ) -> Reply:
        """Raises QueryTooCostly, RateLimited, OperationTimedOut, InvalidDocument (its variables)."""
        slot = self._slot(operation, variables, head)
        if slot is None:
            return await self._own(operation, variables, head, media_type, account)
        found = self._kept.get(slot, self._deps.edition())
        if found is not None:
            return self.replied(found, head, media_type, account)
        return self._sent(await self._shared(slot, variables, account), head, media_type, account)

    def kept(self, operation: Operation, variables: Variables, head: Head) -> Page | None:
        """What `answer` would find ready."""
        slot = self._slot(operation, variables, head)
        return self._kept.get(slot, self._deps.edition()) if slot else None

    def replied(self, kept: Page, head: Head, media_type: str, account: Account) -> Reply:
        """A page that was kept. Raises RateLimited."""
        self._budget.charge(account, _KEPT)
        return self._sent(kept, head, media_type, account)

    def _sent(self, made: Page, head: Head, media_type: str, account: Account) -> Reply:
        answered = made.reply(head, media_type)
        return answered if head.is_get else answered.with_headers(self._budget.headers(account))

    def _slot(self, operation: Operation, variables: Variables, head: Head) -> Slot | None:
        """Where the answer may be kept for everybody, if it may."""
        key = operation.key(variables) if self._may_share(operation, head) else None
        return None if key is None else (operation, key)

    def _may_share(self, operation: Operation, head: Head) -> bool:
        """Without a token everybody gets the same; with one, only where the schema says so."""
        policy = operation.policy
        return self._kept.is_on and (policy.is_public or (policy is not NO_STORE and head.authorization is None))

    async def _shared(self, slot: Slot, variables: Variables, account: Account) -> Page:
        operation, edition = slot[0], self._deps.edition()
        nodes = self._charge(operation, variables, account)
        made = await self._kept.made_once(slot, edition, lambda: self._make(operation, variables, nodes))
        return made if made.keep else self._kept.get(slot, edition, stale=True) or made

    async def _make(self, operation: Operation, variables: Variables, nodes: int) -> Page:
        """Without the token of whoever happened to ask first."""
        told = await self._told(operation, variables, self._context(None))
        told["extensions"] = {"cost": {"requested": points(nodes), "nodes": nodes}}
        return _page(told, operation.policy)

    async def _own(
        self, operation: Operation, variables: Variables, head: Head, media_type: str, account: Account
    ) -> Reply:
        nodes = self._charge(operation, variables, account)
        told = await self._told(operation, variables, self._context(head.authorization))
        told["extensions"] = {
            "cost": {"requested": points(nodes), "nodes": nodes, "remaining": account.remaining},
        }
        if head.is_get or "errors" in told:
            return self._sent(_page(told, operation.policy), head, media_type, account)
        policy = operation.policy
        headers = self._budget.headers(account)
        return sent_once(answers.dumps(told), head, media_type, policy.header, _vary(policy), headers)

    def _context(self, authorization: str | None) -> Context:
        return Context(self._deps, authorization, self._generations.current(self._deps.edition()))

    async def live(
        self, operation: Operation, variables: Variables, authorization: str | None, account: Account
    ) -> AsyncGenerator[dict[str, Any], None]:
        """The answers of a subscription, each charged; a viewer who has nothing left still gets what was subscribed to.

        Raises QueryTooCostly, RateLimited before the first.
        """
        nodes = self._charge(operation, variables, account)
        told = self._live.answers(operation, variables, lambda: self._context(authorization))
        async with aclosing(told) as answers_to_come:
            async for answer in answers_to_come:
                yield answer
                self._budget.fine(account, points(nodes))

    def _charge(self, operation: Operation, variables: Variables, account: Account) -> int:
        nodes = operation.cost.nodes(variables)
        if nodes > self._limits.nodes:
            raise QueryTooCostly(nodes=nodes, largest=self._limits.nodes)
        self._budget.charge(account, points(nodes))
        return nodes

    async def _told(self, operation: Operation, variables: Variables, context: Context) -> dict[str, Any]:
        result = await self._executor.run(operation, variables, context)
        if not result.errors:
            return {"data": result.data}
        answers.require_variables(result)
        return answers.payload(result, operation.name, most=self._limits.errors)


def _page(told: dict[str, Any], policy: CachePolicy) -> Page:
    """An answer with errors is nobody's to keep."""
    whole = "errors" not in told
    return Page(
        answers.dumps(told),
        cache_control=policy.header if whole else NO_STORE.header,
        vary=_vary(policy),
        keep=whole,
        extra=answers.waits(told),
    )


def _vary(policy: CachePolicy) -> str:
    return _OWN_VARY if policy.private else _SHARED_VARY
