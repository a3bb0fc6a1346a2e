"""Whether the files of an index are the bytes that Tantivy wrote.

Tantivy looks at its checksums only when asked to, and reads its files as memory: a flipped bit would be a wrong answer
or a crash. Each file ends with a JSON footer that holds the CRC-32 of what is before it, the length of the footer and a
magic number.
"""

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

_TAIL = struct.Struct("<II")
_MAGIC = 1337
_PLAIN = {"meta.json", ".managed.json", "checkpoint.json", "checkpoint.json.new"}


def damaged_files(folder: Path) -> list[str]:
    """Names of the files that are not whole. Reads all of them: a second for a gigabyte or two."""
    return [path.name for path in _written_by_tantivy(folder) if not _is_whole(path)]


def _written_by_tantivy(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in _PLAIN and path.suffix != ".lock":
            yield path


def _is_whole(path: Path) -> bool:
    try:
        content = path.read_bytes()
        length, magic = _TAIL.unpack_from(content, len(content) - _TAIL.size)
        body_end = len(content) - _TAIL.size - length
        footer = json.loads(content[body_end : -_TAIL.size])
        return bool(magic == _MAGIC and body_end >= 0 and zlib.crc32(memoryview(content)[:body_end]) == footer["crc"])
    except FileNotFoundError:
        return True  # merged away while we looked
    except (OSError, struct.error, ValueError, KeyError, TypeError):
        return False
