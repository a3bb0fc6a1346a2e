"""`--push log`: writes what would be sent, one JSON object a line, and sends nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import orjson

from push.channels.channel import Action, Delivered, Notice, Outcome, Target

_TOKEN_SHOWN = 8  # enough to tell devices apart, too little to notify them


class LogChannel:
    """`output` is a file to append to, or a stream."""

    def __init__(self, output: Path | TextIO) -> None:
        self._owned = isinstance(output, Path)
        if isinstance(output, Path):
            output.parent.mkdir(parents=True, exist_ok=True)
        self._stream = output.open("a", encoding="utf-8") if isinstance(output, Path) else output

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        for target in targets:
            line = {
                "platform": notice.platform,
                "token": f"{target.token[:_TOKEN_SHOWN]}…",
                "title": notice.title,
                "body": notice.body,
                "release": notice.release_id,
                "collapse_id": notice.collapse_id,
                "quiet": notice.quiet,
            }
            self._stream.write(orjson.dumps(line).decode() + "\n")
            delivered(target.position, Outcome(Action.done))
        self._stream.flush()

    async def close(self) -> None:
        if self._owned:
            self._stream.close()
