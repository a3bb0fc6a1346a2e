"""A process to be killed between receiving and grouping: `python -m tests.content_models.intake.killable URI DATABASE
SOURCE_ID`. It stores one item, says so, and waits for ever."""

import asyncio
import sys

from content_models.catalogue import DOCUMENTS
from content_models.intake.actions.receive import receive
from content_models.kit.store import Store
from content_models.sources import repository as sources
from tests.content_models.intake.factories import arrival


async def main(uri: str, database: str, source_id: str) -> None:
    store = await Store.open(uri, database, DOCUMENTS)
    await receive(store, await sources.load(source_id), [arrival()])
    sys.stdout.write("received\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
