"""搜索页: one form, results as cards, facets as links. Complete without JavaScript; the address says what was asked."""

from dataclasses import replace

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from content_models.kit.clock import in_shanghai
from content_models.kit.cursor import InvalidCursor, decode_cursor, encode_cursor
from content_models.search.live import Answer
from content_models.search.understanding import LONGEST
from content_models.search.values import Asked, Filters, Place
from content_models.search.vocabulary import vocabulary
from server.deps import deps_of
from server.reader.frame import reader_page
from server.reader.search_view import Choices, facet_links, result_cards

PAGE_SIZE = 20
_LONGEST_VALUE = 64  # characters of one filter; no id is longer
_POPULAR = 12


async def show_search(request: Request) -> Response:
    """Raises InvalidCursor for a page position that is not ours or belongs to another question, SearchNotReady."""
    deps = deps_of(request)
    choices = Choices.of(request.query_params)
    if not choices.query:
        return _form_only(request)
    asked = Asked(choices.query, in_shanghai(deps.store.now()).date(), _filters(choices), PAGE_SIZE)
    if cursor := request.query_params.get("after"):
        asked = replace(asked, after=_place(cursor, asked.digest, deps.secret), with_facets=False)
    answer = await deps.search.search(asked)
    return reader_page(
        request,
        "reader/search.html",
        headers={"x-robots-tag": "noindex"},  # lists of hits are no content of their own
        query=choices.query,
        choices=choices,
        answer=answer,
        cards=await result_cards(answer),
        facets=await facet_links(answer.found.facets, choices),
        meant=choices.asking(answer.did_you_mean) if answer.did_you_mean else "",
        with_ended=choices.with_ended(),
        later=choices.href(after=_cursor(answer, asked, deps.secret)) if answer.found.has_next else "",
        first_page=asked.after is None,
        popular=[],
        longest=LONGEST,
    )


def _form_only(request: Request) -> Response:
    choices = Choices.of(QueryParams())
    popular = [(phrase, choices.asking(phrase)) for phrase in vocabulary().popular[:_POPULAR]]
    return reader_page(
        request, "reader/search.html", query="", choices=choices, answer=None, popular=popular, longest=LONGEST
    )


def _filters(choices: Choices) -> Filters:
    """A value that does not exist narrows to nothing; a year that is no year is dropped."""
    year = choices.values["year"]
    return Filters(
        kinds=_chosen(choices, "kind"),
        topics=_chosen(choices, "topic"),
        organs=_chosen(choices, "organ"),
        regions=_chosen(choices, "region"),
        years=frozenset([int(year)]) if year.isascii() and year.isdigit() and len(year) == 4 else frozenset(),
        any_validity=choices.shows_ended,
    )


def _chosen(choices: Choices, name: str) -> frozenset[str]:
    value = choices.values[name][:_LONGEST_VALUE]
    return frozenset([value]) if value else frozenset()


def _cursor(answer: Answer, asked: Asked, secret: bytes) -> str:
    last = answer.found.hits[-1]
    return encode_cursor([asked.digest, answer.found.snapshot, last.rank, last.score, last.id], secret)


def _place(cursor: str, digest: str, secret: bytes) -> Place:
    match decode_cursor(cursor, secret):
        case [str(question), str(snapshot), int(rank), float(score), str(release_id)] if question == digest:
            return Place(snapshot, rank, score, release_id)
    raise InvalidCursor
