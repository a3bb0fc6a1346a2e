"""All 72 sample policies and their interpretations: pushed in, reviewed, published, read back over GraphQL."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from content_models.intake.actions.receive import receive
from content_models.intake.documents import ItemKind, NormalisedItem
from content_models.intake.rules import Incoming
from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.official_text.doc_no import InvalidDocNo, parse_doc_no
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceFamily
from content_models.timeline.actions.project import project_many
from tests.desk import Desk
from tests.mobile_api.client import App


def read_samples() -> list[dict[str, Any]]:
    """Titles, 文号, organs and dates as known; the one whose title nobody knows gets the name an editor would give."""
    samples = json.loads((Path(__file__).parents[1] / "data/sample_policies.json").read_text("utf-8"))
    return [sample | {"title": sample["title"] or f"（标题待核）{sample['doc_no']}"} for sample in samples]


SAMPLES = read_samples()
POLICIES = {sample["id"]: sample for sample in SAMPLES if sample["record_type"] == "policy"}
INTERPRETATIONS = {sample["id"]: sample for sample in SAMPLES if sample["record_type"] == "interpretation"}

QUERY = """
query Page($after: String) {
  feed(first: 100, after: $after) {
    edges { node {
      __typename id title publisher { name }
      ... on Policy { docNo signedDate effectiveDate issuers { name } interpretations { id title } }
      ... on Interpretation { policies { id title } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def doc_no_of(sample: Mapping[str, Any]) -> Any:
    try:
        return parse_doc_no(sample["doc_no"] or "")
    except InvalidDocNo:
        return None


def arrival(sample: Mapping[str, Any]) -> Incoming:
    is_policy = sample["record_type"] == "policy"
    item = NormalisedItem(
        url=f"https://samples.example/{sample['id']}",
        title=sample["title"],
        kind=ItemKind.policy if is_policy else ItemKind.interpretation,
        doc_no=doc_no_of(sample) if is_policy else None,
        doc_no_raw=sample.get("doc_no"),
        issuer_names=[sample["issuer"]] if sample.get("issuer") else [],
        signed_date=date.fromisoformat(sample["signed_date"]) if sample.get("signed_date") else None,
        effective_date=date.fromisoformat(sample["effective_date"]) if sample.get("effective_date") else None,
        interprets=sample.get("interprets", []),
        body_html="<p>一、示例</p><p>正文为示例。</p>",
    )
    return Incoming(item_key=sample["id"], raw=sample["title"], item=item)


async def seed_organs() -> None:
    names = {"样本库", *(sample["issuer"] for sample in POLICIES.values() if sample["issuer"])}
    for name in names:
        await organs.save_organ(
            Organ(
                id=derived_id("organ", name),
                full_name=name,
                short_name=name,
                level=OrganLevel.central,
                region_code="000000",
            )
        )


@pytest.fixture
async def read_back(store: Store, app: App) -> dict[str, dict[str, Any]]:
    """Every release of the feed by sample id, as GraphQL tells it."""
    await seed_organs()
    source = Source(
        name="样本", organ_id=derived_id("organ", "样本库"), family=SourceFamily.push_in, url="push:samples"
    )
    await sources.add(source)
    received = await receive(store, source, [arrival(sample) for sample in SAMPLES])
    desk = Desk(store)
    ids = {
        (await desk.published(await desk.adopted(item))).release_id: sample["id"]
        for item, sample in zip(received.item_ids, SAMPLES, strict=True)
    }
    await project_many(store, ids)
    await app.refresh()
    nodes, after = list[dict[str, Any]](), None
    while True:
        answer = await app.ask(QUERY, after=after)
        assert "errors" not in answer, answer
        feed = answer["data"]["feed"]
        nodes += [edge["node"] for edge in feed["edges"]]
        if not feed["pageInfo"]["hasNextPage"]:
            return {ids[node["id"]]: node for node in nodes}
        after = feed["pageInfo"]["endCursor"]


async def test_every_sample_is_read_back_as_it_was_pushed_in(read_back: dict[str, dict[str, Any]]) -> None:
    assert read_back.keys() == POLICIES.keys() | INTERPRETATIONS.keys()
    for key, sample in POLICIES.items():
        node = read_back[key]
        expected = doc_no_of(sample)
        assert (node["__typename"], node["title"]) == ("Policy", sample["title"])
        assert node["docNo"] == (str(expected) if expected else sample["doc_no"])
        assert node["signedDate"] == sample["signed_date"]
        assert node["effectiveDate"] == sample["effective_date"]
        assert node["issuers"] == [{"name": sample["issuer"] or "样本库"}]
    for key, sample in INTERPRETATIONS.items():
        read = {policy["title"] for policy in read_back[key]["policies"]}
        assert read == {POLICIES[policy]["title"] for policy in sample["interprets"]}
        for policy in sample["interprets"]:
            assert sample["title"] in {reading["title"] for reading in read_back[policy]["interpretations"]}
