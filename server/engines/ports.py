"""Ports to listen on: a free one, or the asked one if it can be had."""

import errno
import socket

from server.engines.errors import PortInUse

LOOPBACK = "127.0.0.1"


def listening_port(host: str, port: int) -> int:
    """`port`, or a free one for 0. Raises PortInUse when the address cannot be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _refusal(host, port, error) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def free_port() -> int:
    return listening_port(LOOPBACK, 0)


def _refusal(host: str, port: int, error: OSError) -> PortInUse:
    if error.errno == errno.EADDRINUSE:
        message = f"端口 {host}:{port} 已被占用。请用 --port 换一个端口，或用 --port 0 自动选择。"
    else:
        message = f"无法监听 {host}:{port}（{error.strerror}）。请检查 --host 与 --port。"
    return PortInUse(message, host=host, port=port)
