"""Where a check runs: a folder of its own, kept when something failed, so that the logs can be read."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Scratch:
    """A temporary folder; `keep` it to leave it behind."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept = False

    def keep(self) -> None:
        self.kept = True


@contextmanager
def scratch() -> Iterator[Scratch]:
    folder = Scratch(Path(tempfile.mkdtemp(prefix="zhengwu-demo-")))
    try:
        yield folder
    finally:
        if not folder.kept:
            shutil.rmtree(folder.path, ignore_errors=True)
