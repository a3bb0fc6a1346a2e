"""Which addresses may be asked."""

import pytest

from content_models.kit.addresses import is_public, is_public_or_private, reached_by

PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"]
PRIVATE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1", "::ffff:127.0.0.1"]
TUNNELLED = ["64:ff9b::7f00:1", "2002:7f00:1::"]  # 127.0.0.1 inside NAT64 and 6to4
NEVER = [
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "fe80::1%eth0",
    "224.0.0.1",
    "ff02::1",
    "0.0.0.0",
    "::",
    "240.0.0.1",
]


@pytest.mark.parametrize("host", PUBLIC)
def test_public_addresses_may_be_asked(host: str) -> None:
    assert is_public(reached_by(host))
    assert is_public_or_private(reached_by(host))


@pytest.mark.parametrize("host", PRIVATE + TUNNELLED)
def test_private_addresses_only_when_the_source_allows_it(host: str) -> None:
    assert not is_public(reached_by(host))
    assert is_public_or_private(reached_by(host))


@pytest.mark.parametrize("host", NEVER)
def test_some_addresses_never(host: str) -> None:
    assert not is_public(reached_by(host))
    assert not is_public_or_private(reached_by(host))
