"""The audit log: numbered without gaps, chained, and nobody waits for anybody else."""

import asyncio

import pytest

from content_models.audit.actions.note import Deed, entry_digest, note
from content_models.audit.documents import AuditEntry
from content_models.kit.hash_chain import DIGESTS, GENESIS, merkle_root
from content_models.kit.store import Store


def deed(who: str, act: str = "triage/{item_id}/adopt") -> Deed:
    return Deed(stream=who, actor_id=who, actor_name=who, act=act, address="10.0.0.1")


async def chain_of(who: str) -> list[AuditEntry]:
    return await AuditEntry.find(AuditEntry.stream == who).sort("+_id").to_list()


@pytest.mark.parametrize("algorithm", DIGESTS)
async def test_each_entry_carries_the_one_before(store: Store, algorithm: str) -> None:
    store.digest_algorithm = algorithm
    for n in range(3):
        await note(store, deed("wang", f"act {n}"))
    chain = await chain_of("wang")
    assert [entry.number for entry in chain] == [1, 2, 3]
    assert [entry.previous_digest for entry in chain] == [GENESIS, chain[0].digest, chain[1].digest]
    assert all(entry.digest == entry_digest(entry) for entry in chain)
    assert {entry.algorithm for entry in chain} == {algorithm}


async def test_one_person_in_many_tabs_leaves_no_gap(store: Store) -> None:
    await asyncio.gather(*(note(store, deed("wang")) for _ in range(6)))
    chain = await chain_of("wang")
    assert [entry.number for entry in chain] == [1, 2, 3, 4, 5, 6]
    assert [entry.previous_digest for entry in chain[1:]] == [entry.digest for entry in chain[:-1]]


async def test_streams_are_chains_of_their_own(store: Store) -> None:
    await asyncio.gather(*(note(store, deed(who)) for who in ("wang", "li", "zhao")))
    for who in ("wang", "li", "zhao"):
        assert [entry.previous_digest for entry in await chain_of(who)] == [GENESIS]


def test_sm3_is_the_standards_own() -> None:
    """GB/T 32905-2016, appendix A.1."""
    assert DIGESTS["sm3"](b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_merkle_root_tells_order_number_and_content_apart() -> None:
    leaves = ["a", "b", "c"]
    others = [["b", "a", "c"], ["a", "b"], ["a", "b", "c", "c"], ["a", "b", "d"], []]
    assert merkle_root(leaves) not in {merkle_root(other) for other in others}
    assert merkle_root(leaves) == merkle_root(list(leaves))
