"""Where a source may lead us inside the private network."""

import pytest

from content_models.sources.documents import Source, SourceFamily
from content_models.sources.reach import may_be_private


def a_source(**fields: object) -> Source:
    common = {"name": "示例", "organ_id": "o", "family": SourceFamily.feed, "url": "http://10.1.2.3:8080/rss.xml"}
    return Source.model_construct(**(common | {"allow_private_network": True, "private_hosts": []} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://10.1.2.3/a.html", True),
        ("http://10.1.2.3:9999/a.html", True),
        ("http://127.0.0.1:8000/metrics", False),
        ("http://10.1.2.3@127.0.0.1/", False),
        ("http://files.extranet/a.pdf", True),
        ("http://[::1/", False),
        ("not an address", False),
    ],
)
def test_only_its_own_host_and_those_an_administrator_named(url: str, expected: bool) -> None:
    assert may_be_private(a_source(private_hosts=["files.extranet"]), url) is expected


def test_a_public_source_leads_nowhere_private() -> None:
    assert not may_be_private(a_source(allow_private_network=False), "http://10.1.2.3/a.html")
