"""The contract as a file: `uv run python -m mobile_api.export graphql/schema.graphql`."""

import sys
from pathlib import Path

from mobile_api.schema import build


def sdl() -> str:
    """The schema definition, sorted, so that a diff shows what changed and nothing else."""
    return build(sort=True).as_str() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sdl(), "utf-8")
