"""What both sides of bench/ingest.py are driven by: a command a line on stdin, its result a line on stdout, as JSON."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Command = dict[str, Any]
Result = dict[str, Any]


def measured(work: Callable[[], Result]) -> Result:
    """The result of `work` with its wall-clock and CPU seconds (of this process, all threads)."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result | {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}


def serve(carry_out: Callable[[Command], Result]) -> None:
    """Until stdin ends. An exception ends the process: the orchestrator sees the pipe close."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(carry_out(json.loads(line))) + "\n")
        sys.stdout.flush()
