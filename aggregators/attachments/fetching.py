"""Fetching the files of new items, a few a poll: the rest follows with the next polls, and a file that fails costs
nobody anything but itself."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from aggregators.asking import ask
from aggregators.attachments.media_type import HTML, UNKNOWN, media_type_of
from aggregators.attachments.sandbox import text_in_sandbox
from aggregators.errors import AttachmentIsPage, SourceBusy, SourceFailed
from aggregators.fetch import Fetcher
from content_models.intake import repository as intake
from content_models.intake.documents import Attachment, IntakeItem
from content_models.sources.documents import Source

FILES_A_POLL = 10
BYTES_A_POLL = 40 * 1024 * 1024
FILES_AN_ITEM = 20  # the rest stays a link
ATTEMPTS = 3  # then the file stays a link, with the reason


@dataclass
class Fetched:
    """`left` = some files are still to be fetched, by a later poll."""

    files: int = 0
    size: int = 0
    left: bool = False
    failures: list[SourceFailed] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.files >= FILES_A_POLL or self.size >= BYTES_A_POLL


async def fetch_attachments(fetcher: Fetcher, source: Source, items: Sequence[IntakeItem]) -> Fetched:
    """Fetch what `items` still wait for, in their order, and write it beside each file's name."""
    fetched = Fetched()
    waiting = {item.id: item for item in items if item.reading and item.reading.attachments_due}
    for item in list(waiting.values()):
        if fetched.is_full:
            fetched.left = True
            break
        await _fetch_of_item(fetcher, source, item, fetched)
    return fetched


async def _fetch_of_item(fetcher: Fetcher, source: Source, item: IntakeItem, fetched: Fetched) -> None:
    raw = (await intake.raws([item.latest_raw_id])).get(item.latest_raw_id)
    if raw is None:
        return
    files = raw.item.attachments
    wanted = [place for place, file in enumerate(files[:FILES_AN_ITEM]) if is_wanted(file)]
    for place in wanted:
        if fetched.is_full:
            break
        try:
            files[place] = await _fetch(fetcher, source, files[place], fetched)
        except SourceBusy as failure:  # its host wants quiet: the other files there, and this one, wait
            fetched.failures.append(failure)
            break
    still_due = any(is_wanted(file) for file in files[:FILES_AN_ITEM])
    fetched.left = fetched.left or still_due
    if wanted:
        await intake.record_attachments(raw.id, files)
    if not still_due:
        await intake.settle_attachments(item.id)


def is_wanted(file: Attachment) -> bool:
    return file.sha256 is None and file.attempts < ATTEMPTS


async def _fetch(fetcher: Fetcher, source: Source, file: Attachment, fetched: Fetched) -> Attachment:
    """The file with what was found in it, or with why it could not be fetched. Raises SourceBusy."""
    fetched.files += 1
    try:
        page = await ask(fetcher, source, file.url)
        fetched.size += len(page.body)
        found = await asyncio.to_thread(examined, file, page.body)
        read = await text_in_sandbox(page.body, found.found_type or UNKNOWN)
        return found.model_copy(update={"text": read.text, "problem": read.problem})
    except SourceBusy:
        raise
    except SourceFailed as failure:
        fetched.failures.append(failure)
        return file.model_copy(update={"attempts": file.attempts + 1, "problem": failure.message})


def examined(file: Attachment, body: bytes) -> Attachment:
    """What its bytes say. Raises AttachmentIsPage when a site answers with a web page, as many do for a lost file."""
    name = file.url if "." in file.url.rpartition("/")[2] else file.name
    media_type = media_type_of(body, name)
    if media_type == HTML and not name.lower().endswith((".html", ".htm", ".shtml")):
        raise AttachmentIsPage(url=file.url)
    found = {
        "sha256": hashlib.sha256(body).hexdigest(),
        "size": len(body),
        "found_type": media_type,
        "attempts": file.attempts + 1,
        "problem": None,
    }
    return file.model_copy(update=found)
