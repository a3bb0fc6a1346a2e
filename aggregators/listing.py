"""Reading a source's list: the first page, and older ones only while everything on them is new to us."""

from contextlib import aclosing
from dataclasses import dataclass, field

from aggregators.families.contract import Row
from aggregators.fetch import Fetcher
from aggregators.walk import walk
from content_models.intake import repository as intake
from content_models.sources.documents import Source, Validators


@dataclass(slots=True)
class ListRead:
    """All rows read, each key once. `validators` are those of the first page, if the list stands on it."""

    rows: list[Row]
    status: int
    validators: Validators
    not_modified: bool = False
    warnings: list[str] = field(default_factory=list)


async def read_listing(fetcher: Fetcher, source: Source) -> ListRead:
    """Raises a SourceFailed when the list cannot be read or holds no row."""
    read = ListRead([], 0, Validators())
    rows: dict[str, Row] = {}
    async with aclosing(walk(fetcher, source, source.validators)) as steps:
        async for step in steps:
            if step.page.not_modified:
                return ListRead([], step.page.status, source.validators, not_modified=True)
            if not rows:
                read.status = step.page.status
                read.validators = step.page.validators if step.direct else Validators()
            read.warnings += step.listing.warnings
            rows |= {row.key: row for row in step.listing.rows if row.key not in rows}
            if await intake.by_key(source.id, [row.key for row in step.listing.rows]):
                break
    read.rows = list(rows.values())
    return read
