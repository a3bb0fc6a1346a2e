"""Another api process, as far as the feed and residents' tokens go: says what changed, in lines of JSON."""

import asyncio
import json
import sys

from content_models.timeline.timeline import Shift
from server.opening import followed_residents, fresh_timeline
from server.settings import Settings
from server.store import open_store


def say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def tell(shift: Shift) -> None:
    parts: dict[str, object] = {
        "arrived": sorted(shift.arrived),
        "corrected": sorted(shift.corrected),
        "gone": sorted(shift.gone),
    }
    say(parts)


async def follow() -> None:
    settings = Settings()
    async with (
        open_store(settings) as store,
        fresh_timeline(store, settings) as timeline,
        followed_residents(store, settings) as changes,
    ):
        timeline.listen(tell)
        changes.listen(lambda part: say({"residents": part}))
        say({"shown": len(timeline)})
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(follow())
