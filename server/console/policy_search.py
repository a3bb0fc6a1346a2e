"""Finding the policy that an interpretation reads: by words of its title or by its 文号, however many there are."""

from content_models.official_text.folding import fold_title_key
from content_models.releases import repository as releases
from content_models.releases.documents import GONE, ReleaseKind
from server.console.release_search import LONGEST_WORDS, named, searched
from server.console.release_view import LinkedRelease, linked
from server.console.visit import Visit

MOST_FOUND = 8


async def policies_with(visit: Visit, words: str) -> list[LinkedRelease]:
    """Those this person may link to, best first: of that name or number, then with the words in the title, then the
    rest of what search finds."""
    words = words.strip()[:LONGEST_WORDS]
    wanted = fold_title_key(words)
    if not wanted:
        return []
    found, recent = await searched(visit, words, {ReleaseKind.policy})
    newest = await releases.newest_policies(recent)
    titles = await releases.titles_of(one.current_revision_id for one in newest)
    called = {one.id: [titles.get(one.current_revision_id, ""), *one.name_keys] for one in newest}
    called |= await releases.policies_under_way()
    of_name = [one.id for one in await named(words) if one.state not in GONE]
    holding = [one for one, names in called.items() if any(wanted in fold_title_key(name) for name in names)]
    known = await linked(list(dict.fromkeys((*of_name, *holding, *found))), offered_to=visit.actor)
    sure = {*of_name, *holding, *(one.id for one in known if wanted in fold_title_key(one.title))}
    return sorted(known, key=lambda one: one.id not in sure)
