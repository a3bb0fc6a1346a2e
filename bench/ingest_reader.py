"""The peer of bench/ingest.py: lemon24/reader, run by the Python of its own environment.

Commands: `{"do": "import", "urls": […]}` into a fresh database, then `{"do": "again"}` with the same feeds.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ingest_worker import Command, Result, measured, serve
from reader import make_reader

WORKERS = 10  # threads that retrieve; its fastest setting in earlier measurements


class Peer:
    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._databases = 0

    def carry_out(self, command: Command) -> Result:
        if command["do"] == "import":
            self._databases += 1
            self._reader = make_reader(str(self._folder / f"{self._databases}.sqlite"))
            for url in command["urls"]:
                self._reader.add_feed(url)
        return measured(self._update)

    def _update(self) -> Result:
        self._reader.update_feeds(workers=WORKERS, scheduled=False)  # else it does not ask again within the hour
        return {"feeds": self._reader.get_feed_counts().total, "entries": self._reader.get_entry_counts().total}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="zhengwu-bench-") as folder:
        serve(Peer(folder).carry_out)
