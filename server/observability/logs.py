"""Logs: lines for people, or JSON for machines (ZHENGWU_LOG_JSON). Never personal data."""

import logging
import sys

import structlog
from structlog.typing import Processor

COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_logs(*, as_json: bool) -> None:
    """One format for our own logs and for those of libraries."""
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _console()
    structlog.configure(
        processors=[*COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=COMMON,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("taskiq").setLevel(logging.WARNING)  # it tells of every job, and one ticks every few seconds


def _console() -> Processor:
    """Tracebacks without the values of variables: those may be personal data."""
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
