"""Finding the policy that an interpretation reads: by words of its title or by its 文号, however many there are.

What is public stands in the search index of this process. What is not yet, or since a moment only, is asked of the
store, which knows few of those; and a 文号 or a whole name is a key there.
"""

from content_models.kit.clock import in_shanghai
from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.names import lookup_keys
from content_models.releases import repository as releases
from content_models.releases.documents import GONE, ReleaseKind
from content_models.search.index import SearchNotReady
from content_models.search.values import Asked, Filters
from server.console.release_view import LinkedRelease, linked
from server.console.visit import Visit

MOST_FOUND = 8
LOOKED_AT = 40  # hits of the index, and newest policies: among them those found are ordered by what their titles say
NEWEST_WITHOUT_INDEX = 500  # while the index is being built
LONGEST_WORDS = 200  # characters


async def policies_with(visit: Visit, words: str) -> list[LinkedRelease]:
    """Those this person may link to, best first: of that name or number, then with the words in the title, then the
    rest of what search finds."""
    words = words.strip()[:LONGEST_WORDS]
    wanted = fold_title_key(words)
    if not wanted:
        return []
    searched, recent = await _searched(visit, words)
    newest = {one.id: one.name_keys for one in await releases.newest_policies(recent)}
    called = newest | await releases.policies_under_way()
    named = await _named(words)
    holding = [one for one, names in called.items() if any(wanted in fold_title_key(name) for name in names)]
    known = await linked(list(dict.fromkeys((*named, *holding, *newest, *searched))), offered_to=visit.actor)
    sure = {*named, *holding, *(one.id for one in known if wanted in fold_title_key(one.title))}
    return sorted((one for one in known if one.id in sure or one.id in searched), key=lambda one: one.id not in sure)


async def _named(words: str) -> list[str]:
    """Of exactly this name or with exactly this number, the newest first."""
    numbers = [str(found.doc_no) for found in find_doc_nos(words)]
    named = await releases.policies_named([*numbers, *lookup_keys(words)])
    return [one.id for one in named if one.state not in GONE]


async def _searched(visit: Visit, words: str) -> tuple[list[str], int]:
    """What the index finds, in its order, and how many of the newest policies are to be looked through besides."""
    filters = Filters(kinds=frozenset({ReleaseKind.policy}), any_validity=True)
    today = in_shanghai(visit.store.now()).date()
    asked = Asked(words, today, filters, LOOKED_AT, with_facets=False)
    try:
        found = (await visit.deps.search.search(asked)).found
    except SearchNotReady:
        return [], NEWEST_WITHOUT_INDEX
    return [] if found.relaxed else [hit.id for hit in found.hits], LOOKED_AT
