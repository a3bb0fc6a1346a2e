"""Finding releases by words of the title or by 文号, however many there are.

What is public stands in the search index of this process. What is not yet, not any more, or since a moment only, is
asked of the store, which knows few of those; and a 文号 or a whole name is a key there.
"""

from collections.abc import Set as AbstractSet

from content_models.kit.clock import in_shanghai
from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.names import lookup_keys
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind
from content_models.search.index import SearchNotReady
from content_models.search.values import Asked, Filters
from content_models.staff.rights import scope_of
from server.console.visit import Visit

LOOKED_AT = 40  # hits of the index, and newest releases: among them those found are ordered by what their titles say
NEWEST_WITHOUT_INDEX = 500  # while the index is being built
LONGEST_WORDS = 200  # characters


async def releases_with(visit: Visit, words: str) -> list[Release]:
    """Those this person may see, in any state: of that name or number or with the words in the title, last touched
    first, then the rest of what search finds."""
    words = words.strip()[:LONGEST_WORDS]
    wanted = fold_title_key(words)
    if not wanted:
        return []
    scope = scope_of(visit.actor)
    found, recent = await searched(visit, words)
    newest = {one.id: one for one in await releases.desk(None, recent, scope)}
    titles = await releases.titles_of(one.current_revision_id for one in newest.values())
    said = {id: titles[one.current_revision_id] for id, one in newest.items()} | await releases.titles_not_public()
    saying = {id for id, title in said.items() if wanted in fold_title_key(title)}
    sure = saying | {one.id for one in await named(words)}
    known = await releases.load_many({*sure, *found})
    seen = [one for one in known.values() if scope is None or one.publisher_id in scope]
    by_title = sorted((one for one in seen if one.id in sure), key=lambda one: one.updated_at, reverse=True)
    return by_title + sorted((one for one in seen if one.id not in sure), key=lambda one: found.index(one.id))


async def named(words: str) -> list[Release]:
    """Policies of exactly this name or with exactly this number, the newest first."""
    numbers = [str(one.doc_no) for one in find_doc_nos(words)]
    return await releases.policies_named([*numbers, *lookup_keys(words)])


async def searched(visit: Visit, words: str, kinds: AbstractSet[ReleaseKind] = frozenset()) -> tuple[list[str], int]:
    """What the index finds, in its order, and how many of the newest releases are to be looked through besides."""
    filters = Filters(kinds=frozenset(kinds), any_validity=True)
    today = in_shanghai(visit.store.now()).date()
    try:
        found = (await visit.deps.search.search(Asked(words, today, filters, LOOKED_AT, with_facets=False))).found
    except SearchNotReady:
        return [], NEWEST_WITHOUT_INDEX
    return [] if found.relaxed else [hit.id for hit in found.hits], LOOKED_AT
