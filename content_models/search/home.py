"""搜索目录: where the index of this node lives. Several processes share it; one of them writes.

search/current        the name of the generation that is searched, replaced in one step
search/g-…/           a generation: a whole index
search/writer.lock    held by the process that writes the current generation
search/rebuild.lock   held by whoever builds the next one
"""

import shutil
from pathlib import Path

from content_models.kit.ids import new_id
from content_models.search.locks import FileLock

_PREFIX = "g-"
_DAMAGED = "damaged"


class SearchHome:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = FileLock(path / "writer.lock")

    def rebuild_lock(self) -> FileLock:
        """A new one for every attempt: two in one process exclude each other as well."""
        return FileLock(self.path / "rebuild.lock")

    def current(self) -> Path | None:
        """The generation to search; None before there is one."""
        try:
            name = self._pointer.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.path / name
        return folder if name.startswith(_PREFIX) and folder.parent == self.path and folder.is_dir() else None

    def new_generation(self) -> Path:
        """A folder that does not exist yet."""
        self.path.mkdir(parents=True, exist_ok=True)
        return self.path / f"{_PREFIX}{new_id()}"

    def point_to(self, generation: Path) -> None:
        """From now on this one is searched."""
        written = self._pointer.with_suffix(".new")
        written.write_text(generation.name, "utf-8")
        written.replace(self._pointer)

    def forget_others(self) -> int:
        """Delete the generations that are not searched, unless one is being built. Returns how many those were.

        Processes that still have one open go on reading it: its files vanish when the last of them lets go.
        """
        current, lock = self.current(), self.rebuild_lock()
        if current is None or not lock.try_hold():
            return 0
        try:
            others = [one for one in self.path.glob(f"{_PREFIX}*") if one != current]
            for one in others:
                shutil.rmtree(one, ignore_errors=True)
            return len(others)
        finally:
            lock.release()

    def mark_damaged(self, generation: Path) -> None:
        """Tell the process that writes, from whichever process found out."""
        if generation.is_dir():
            (generation / _DAMAGED).touch()

    def is_damaged(self, generation: Path) -> bool:
        return (generation / _DAMAGED).exists()

    @property
    def _pointer(self) -> Path:
        return self.path / "current"
