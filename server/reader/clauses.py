"""Which clauses of the policies an interpretation speaks of: each a link into the policy's page."""

from collections.abc import Sequence

from content_models.official_text.clauses import NamedText
from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.names import lookup_keys
from content_models.releases.clause_readings import clauses_explained
from content_models.releases.documents import Content, InterpretationFacts
from content_models.releases.repository import LiveRelease
from server.reader.cards import Related


def clauses_read(content: Content, policies: Sequence[LiveRelease]) -> dict[str, list[Related]]:
    """By release id of the policy, each clause once, in reading order."""
    slugs = {one.release.id: one.release.slug for one in policies}
    found: dict[str, dict[str, Related]] = {one: {} for one in slugs}
    facts = content.interpretation or InterpretationFacts()
    for cited in clauses_explained(content.body_text, facts.clauses, [_named(one) for one in policies]):
        href = f"/a/{slugs[cited.document_id]}#{cited.node_id}"
        found[cited.document_id].setdefault(cited.node_id, Related(cited.label, href))
    return {policy: list(clauses.values()) for policy, clauses in found.items()}


def _named(policy: LiveRelease) -> NamedText:
    content = policy.revision.content
    names = frozenset({fold_title_key(content.title), *lookup_keys(content.title)})
    return NamedText(policy.release.id, names, content.outline, content.body_text)
