"""The data folder (数据目录): one running system at a time, told apart by a lock that dies with its holder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ValidationError

from server.engines.errors import DataFolderInUse, DataFolderUnusable

PATIENCE = 1.0  # seconds: a holder that was just killed, or somebody who only looks, lets go within it


class Holder(BaseModel):
    """Who runs on the folder, and where to reach it. Written into the lock file for people and for `doctor`."""

    pid: int
    started: datetime
    url: str | None = None
    mongodb_uri: str | None = None
    redis_url: str | None = None


class DataFolder:
    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    @property
    def lock_file(self) -> Path:
        return self.path / "zhengwu.lock"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @contextmanager
    def locked(self, holder: Holder) -> Iterator["Lock"]:
        """Hold the folder. Raises DataFolderInUse, naming who holds it, or DataFolderUnusable.

        The file is never deleted: unlinking a locked file lets two processes lock two files of one name.
        """
        with self._open() as file:
            if not _acquire(file, time.monotonic() + PATIENCE):
                raise self._in_use()
            lock = Lock(file)
            lock.announce(holder)
            yield lock
            lock.clear()

    def holder(self) -> Holder | None:
        """Who holds the folder now; None when nobody does, whatever a dead holder left in the file."""
        if not self.lock_file.exists():
            return None
        with self.lock_file.open() as file:
            if _try_lock(file, fcntl.LOCK_SH):
                return None
            return _read(file)

    def _open(self) -> IO[str]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return os.fdopen(os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        except OSError as error:
            raise DataFolderUnusable(
                f"数据目录 {self.path} 无法写入（{error.strerror}）。请检查目录权限，或用 --data-dir 换一个目录。",
                folder=str(self.path),
            ) from error

    def _in_use(self) -> DataFolderInUse:
        holder = self.holder()
        pid, url = (holder.pid, holder.url) if holder else (None, None)
        return DataFolderInUse(
            f"数据目录 {self.path} 正被另一个 zhengwu 使用（进程 {pid}，网址 {url}）。"
            "请直接访问该网址、先停止该进程，或用 --data-dir 换一个目录。",
            pid=pid,
            url=url,
            folder=str(self.path),
        )


class Lock:
    """The held lock file; what it says may change while it is held."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def announce(self, holder: Holder) -> None:
        self._write(holder.model_dump_json(indent=2))

    def clear(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()


def _acquire(file: IO[str], deadline: float) -> bool:
    while not _try_lock(file, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(file: IO[str]) -> Holder | None:
    try:
        return Holder.model_validate_json(file.read())
    except ValidationError:
        return None  # caught between truncate and write
