"""Reading a source's list: the first page, and older ones only while everything on them is new to us."""

from contextlib import aclosing
from dataclasses import dataclass, field

from aggregators.families import family_of
from aggregators.families.contract import Row
from aggregators.fetch import Fetcher
from aggregators.moving import with_first_keys
from aggregators.walk import Step, walk
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem
from content_models.sources.documents import Source, Validators


@dataclass(slots=True)
class ListRead:
    """All rows read, each key once. `validators` are those of the first page, if the list stands on it; `moved_to` is
    where permanent redirects alone led from the source's address."""

    rows: list[Row]
    status: int
    validators: Validators
    not_modified: bool = False
    moved_to: str | None = None
    known: dict[str, IntakeItem] = field(default_factory=dict)  # the rows that are stored already, by key
    warnings: list[str] = field(default_factory=list)


async def read_listing(fetcher: Fetcher, source: Source) -> ListRead:
    """Raises a SourceFailed when the list cannot be read or holds no row."""
    read = ListRead([], 0, Validators())
    rows: dict[str, Row] = {}
    async with aclosing(walk(fetcher, source, source.validators)) as steps:
        async for step in steps:
            if step.page.not_modified:
                unchanged = ListRead([], step.page.status, source.validators, not_modified=True)
                unchanged.moved_to = _moved_to(source, step)
                return unchanged
            if not rows:
                read.status, read.moved_to = step.page.status, _moved_to(source, step)
                read.validators = step.page.validators if step.direct else Validators()
            read.warnings += step.listing.warnings
            page_rows = list(with_first_keys(step.listing.rows, source, read.moved_to))
            rows |= {row.key: row for row in page_rows if row.key not in rows}
            read.known |= (found := await intake.by_key(source.id, [row.key for row in page_rows]))
            if found and not _is_part_after(step):
                break
    read.rows = list(rows.values())
    return read


def _is_part_after(step: Step) -> bool:
    """Whether a part of the list follows that may have news of its own: what is known here says nothing of it."""
    following = step.listing.next
    return following is not None and following.number == 1


def _moved_to(source: Source, step: Step) -> str | None:
    """Only where the source's own address was asked: an endpoint behind it may move without the column."""
    asked = family_of(source.family).first_request(source).url
    return step.page.moved_to if step.direct and asked == source.url else None
