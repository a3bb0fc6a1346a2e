"""The asked port, a free one, or advice."""

import socket

import pytest

from server.engines.errors import PortInUse
from server.engines.ports import free_port, listening_port


def test_zero_means_a_free_port() -> None:
    assert listening_port("127.0.0.1", 0) > 0


def test_free_port_is_given_as_asked() -> None:
    port = free_port()
    assert listening_port("127.0.0.1", port) == port


def test_taken_port_is_refused_with_advice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"{port}.*--port 0") as refused:
            listening_port("127.0.0.1", port)
    assert refused.value.details == {"host": "127.0.0.1", "port": port}


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PortInUse, match="--host"):
        listening_port("192.0.2.1", 8000)
