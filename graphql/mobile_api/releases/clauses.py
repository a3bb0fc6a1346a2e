"""Clause anchors: which clause of a policy an interpretation speaks of, from both ends."""

import asyncio
from collections.abc import Sequence

import strawberry

from content_models.official_text.clauses import ClauseCitation, NamedText
from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.names import lookup_keys
from content_models.releases.cards.records import ReleaseCard
from content_models.releases.clause_readings import clauses_explained
from content_models.releases.documents import InterpretationFacts
from content_models.releases.repository import interpreted_by
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.loaders import Loaders
from mobile_api.releases.base import Release, card


@strawberry.type(
    description="讲到一个条款的一处：引文，或编辑标明的一段 / Where a clause is cited, or a paragraph an editor marked"
)
class ClauseAnchor:
    citation: strawberry.Private[ClauseCitation]
    reading: strawberry.Private[ReleaseCard]

    @field("条款地址，如 art-3 / Address of the clause in the policy, such as art-3")
    def node_id(self) -> str:
        return self.citation.node_id

    @field("条款的写法，如「第三条」 / What the clause is called, as the interpretation or the policy writes it")
    def label(self) -> str:
        return self.citation.label

    @field("条款开头的文字 / The clause's first words")
    def quote(self) -> str:
        return self.citation.quote

    @field("在解读纯文本中的起始字符 / First character in the interpretation's plain text")
    def start(self) -> int:
        return self.citation.start

    @field("在解读纯文本中的结束字符 / End in the interpretation's plain text")
    def end(self) -> int:
        return self.citation.end

    @field("被引用的政策文件 / The policy whose clause it is")
    async def policy(self, info: Info) -> Release | None:
        found = await info.context.loaders.releases.load(self.citation.document_id)
        return card(found) if found else None

    @field("政策网页中此条的路径，政策已撤回则为空 / Path of the clause in the policy's page; null once withdrawn")
    async def web_path(self, info: Info) -> str | None:
        found = await info.context.loaders.releases.load(self.citation.document_id)
        return f"{card(found).web_path()}#{self.citation.node_id}" if found else None

    @field("引用它的解读 / The interpretation that speaks of it")
    def interpretation(self) -> Release:
        return card(self.reading)


async def anchors_of(loaders: Loaders, readings: Sequence[ReleaseCard]) -> list[ClauseAnchor]:
    """Of all the readings, in their order. The texts of readings and policies come in one batch."""
    wanted = sorted({target for one in readings for target in interpreted_by(one.revision.content.links)})
    policies = {one.release.id: one for one in await loaders.live(wanted)}
    everything = [*readings, *policies.values()]
    texts = await loaders.texts.load_many([one.revision.id for one in everything])
    text_of = {one.release.id: text for one, text in zip(everything, texts, strict=True) if text}
    named = {
        key: NamedText(key, _names(policies[key]), text_of[key].outline, text_of[key].body_text)
        for key in policies
        if key in text_of
    }
    found: list[ClauseAnchor] = []
    for reading in readings:
        own = [named[key] for key in sorted(interpreted_by(reading.revision.content.links)) if key in named]
        text = text_of[reading.release.id].body_text if reading.release.id in text_of else ""
        facts = reading.revision.content.interpretation or InterpretationFacts()
        citations = await asyncio.to_thread(clauses_explained, text, facts.clauses, own)
        found += [ClauseAnchor(citation=one, reading=reading) for one in citations]
    return found


def _names(policy: ReleaseCard) -> frozenset[str]:
    title = policy.revision.content.title
    return frozenset({fold_title_key(title), *lookup_keys(title)})
