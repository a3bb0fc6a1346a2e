"""Whether the files of an index are the bytes that Tantivy wrote.

Tantivy looks at its checksums only when asked to, and reads its files as memory: a flipped bit would be a wrong answer
or a crash. Each file ends with a JSON footer that holds the CRC-32 of what is before it, the length of the footer and a
magic number.
"""

import json
import struct
import zlib
from pathlib import Path

_TAIL = struct.Struct("<II")
_MAGIC = 1337
_META = "meta.json"


def damaged_files(folder: Path) -> list[str]:
    """Names of the files that are not whole. Reads all of them: a second for a gigabyte or two.

    Only files of committed segments count: a writer that was killed leaves unfinished ones, which nobody reads.
    """
    try:
        segments = _committed(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return [_META]
    files = (path for path in sorted(folder.iterdir()) if path.name.split(".")[0] in segments)
    return [path.name for path in files if path.suffix != ".temp" and not _is_whole(path)]


def _committed(folder: Path) -> set[str]:
    """The names under which the segments of the last commit keep their files."""
    meta = json.loads((folder / _META).read_bytes())
    return {str(segment["segment_id"]).replace("-", "") for segment in meta["segments"]}


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
