"""The key that signs cookies and cursors: configured, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from server.engines.errors import DataFolderUnusable
from server.settings import Settings

BYTES = 48


def with_secret_key(settings: Settings) -> Settings:
    """The settings with a secret key. Raises DataFolderUnusable when a new key cannot be stored."""
    if settings.secret_key is not None:
        return settings
    return settings.model_copy(update={"secret_key": SecretStr(_kept_key(secret_key_file(settings)))})


def secret_key_file(settings: Settings) -> Path:
    return settings.data_dir.resolve() / "secret.key"


def _kept_key(file: Path) -> str:
    """Of two processes that start at once, both get the key of whoever linked it into place first."""
    try:
        if not file.exists():
            _store(file, secrets.token_urlsafe(BYTES))
        return file.read_text().strip()
    except OSError as error:
        raise DataFolderUnusable(
            f"无法读写签名密钥 {file}（{error.strerror}）。请检查数据目录的权限，或设置 ZHENGWU_SECRET_KEY。"
        ) from error


def _store(file: Path, key: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        output.write(key)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
