"""Asking a child over HTTP whether it serves."""

import asyncio
from http.client import HTTPConnection, HTTPException

from server.processes.child import Probe

SECONDS = 1.0


def http_answers(host: str, port: int, path: str = "/healthz") -> Probe:
    """True once a GET of `path` is answered with 200."""

    def ask() -> bool:
        connection = HTTPConnection(host, port, timeout=SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    async def answers() -> bool:
        return await asyncio.to_thread(ask)

    return answers
