"""The process in which `sandbox` reads one file: its bytes on standard input, its text as JSON on standard output."""

import json
import resource
import sys
from dataclasses import asdict

from aggregators.attachments.text import text_of

_CPU = 30  # seconds, in case nobody is there any more to end us
_MEMORY = 1536 * 1024 * 1024  # bytes of address space; a workbook of the size we unpack needs half of it


def main(media_type: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    found = text_of(sys.stdin.buffer.read(), media_type)
    sys.stdout.buffer.write(json.dumps(asdict(found)).encode())


if __name__ == "__main__":
    main(sys.argv[1])
