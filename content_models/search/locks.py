"""A lock on a file that dies with its holder: no stale lock has ever to be removed by hand."""

import fcntl
import os
from pathlib import Path


class FileLock:
    """Held by one process at a time. The file is never deleted: two processes must not lock two files of one name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def try_hold(self) -> bool:
        """Whether this object holds the lock now."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
