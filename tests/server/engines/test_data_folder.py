"""One running system a data folder; a lock left by a dead one is no lock."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from server.engines.data_folder import DataFolder, Holder
from server.engines.errors import DataFolderInUse, DataFolderUnusable
from server.engines.secret_key import secret_key_file, with_secret_key
from server.settings import Settings

HOLDER = Holder(pid=os.getpid(), started=datetime(2026, 11, 23, tzinfo=UTC), url="http://127.0.0.1:8000")


def test_second_holder_is_told_who_has_the_folder_and_where(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with folder.locked(HOLDER), pytest.raises(DataFolderInUse) as refused, DataFolder(tmp_path).locked(HOLDER):
        pass
    assert refused.value.details["pid"] == os.getpid()
    assert "http://127.0.0.1:8000" in refused.value.message
    assert "--data-dir" in refused.value.message


def test_folder_is_free_after_its_holder_let_go(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with folder.locked(HOLDER):
        assert folder.holder() == HOLDER
    assert folder.holder() is None
    with folder.locked(HOLDER):
        assert folder.holder() == HOLDER


def test_lock_of_a_killed_holder_is_nobodys(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from datetime import datetime, UTC\n"
        "from server.engines.data_folder import *\n"
        "me = Holder(pid=os.getpid(), started=datetime.now(UTC), url='x')\n"
        f"with DataFolder(Path({str(tmp_path)!r})).locked(me):\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    folder = DataFolder(tmp_path)
    assert "pid" in folder.lock_file.read_text()
    assert folder.holder() is None
    with folder.locked(HOLDER):
        assert folder.holder() == HOLDER


def test_news_of_the_holder_reach_others_at_once(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with folder.locked(HOLDER) as lock:
        lock.announce(HOLDER.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}))
        holder = folder.holder()
    assert holder
    assert holder.redis_url == "redis://127.0.0.1:1/0"


def test_path_that_cannot_be_a_folder_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderUnusable, match="--data-dir"), DataFolder(tmp_path / "file").locked(HOLDER):
        pass


def test_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", secret_key=None)
    first, second = with_secret_key(settings), with_secret_key(settings)
    assert first.secret_key == second.secret_key
    assert first.secret_key
    assert len(first.secret_key.get_secret_value()) >= 32
    assert stat.S_IMODE(secret_key_file(settings).stat().st_mode) == 0o600


def test_configured_secret_key_is_left_alone_and_nothing_is_stored(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key=SecretStr("x" * 40))
    assert with_secret_key(settings) is settings
    assert not secret_key_file(settings).exists()
