"""批注 as shown: threads, the open ones first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from content_models.editorial.writing import repository as writing
from content_models.editorial.writing.documents import Note
from content_models.releases.documents import Release
from server.console.forms import new_key


@dataclass(frozen=True, slots=True)
class NoteLine:
    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    id: str
    number: int  # of the version that was read
    quote: str
    lines: list[NoteLine]
    resolved_by: str


@dataclass(frozen=True, slots=True)
class Notes:
    key: str
    open: list[Thread]
    resolved: list[Thread]


async def notes_for(release: Release) -> Notes:
    by_thread: dict[str, list[Note]] = defaultdict(list)
    for note in await writing.notes_of(release.id):
        by_thread[note.thread_id].append(note)
    threads = [_thread(notes) for notes in by_thread.values()]
    return Notes(
        key=new_key(),
        open=[thread for thread in threads if not thread.resolved_by],
        resolved=[thread for thread in threads if thread.resolved_by],
    )


def _thread(notes: list[Note]) -> Thread:
    first = notes[0]
    return Thread(
        id=first.id,
        number=first.revision_no,
        quote=first.quote,
        lines=[NoteLine(note.author.name, note.at, note.words) for note in notes],
        resolved_by=first.resolved_by.name if first.resolved_by else "",
    )
