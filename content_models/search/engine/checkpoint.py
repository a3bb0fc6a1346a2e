"""checkpoint.json beside an index: how far it has come, and by which recipe it was made."""

import os
from pathlib import Path

from pydantic import BaseModel, ValidationError

from content_models.search.index import SearchIndexDamaged

_NAME = "checkpoint.json"


class Checkpoint(BaseModel):
    epoch: int
    recipe: str


def read_checkpoint(folder: Path) -> Checkpoint:
    """Raises SearchIndexDamaged."""
    try:
        return Checkpoint.model_validate_json((folder / _NAME).read_bytes())
    except (OSError, ValidationError) as error:
        raise SearchIndexDamaged(folder=folder.name) from error


def write_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """After the commit it speaks of: a crash in between costs taking up a few changes twice."""
    written = folder / f"{_NAME}.new"
    with written.open("wb") as file:
        file.write(checkpoint.model_dump_json().encode())
        file.flush()
        os.fsync(file.fileno())
    written.replace(folder / _NAME)
