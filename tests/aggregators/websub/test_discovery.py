"""Where real feeds name their hubs."""

import pytest

from aggregators.websub.discovery import Hub, find_hub

FEED = "https://gov.example.cn/rss"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="/hub"/>'
    '<link href="https://gov.example.cn/atom" rel="self"/>'
)
RSS = '<rss><channel><link>https://gov.example.cn</link><atom:link rel="hub" href="https://hub.example.cn/"/>'


@pytest.mark.parametrize(
    ("headers", "text", "expected"),
    [
        ([], ATOM, Hub("https://gov.example.cn/hub", "https://gov.example.cn/atom")),
        ([], RSS, Hub("https://hub.example.cn/", FEED)),
        (
            ['<https://hub.example.cn/>; rel="hub", </self>; rel=self'],
            "",
            Hub("https://hub.example.cn/", "https://gov.example.cn/self"),
        ),
        (
            ['<https://hub.example.cn/>; title="a, b"; rel="hub"'],
            ATOM,
            Hub("https://hub.example.cn/", "https://gov.example.cn/atom"),
        ),
        (
            [],
            '<html><head><link rel="hub" href="https://hub.example.cn/"></head>',
            Hub("https://hub.example.cn/", FEED),
        ),
        ([], "<rss><channel><link>x</link></channel></rss>", None),
        (["<javascript:alert(1)>; rel=hub"], "", None),
        ([], '<feed><link rel="hub" href="file:///etc/passwd"/>', None),
        (["<<<;;;rel=hub"], "<link rel=hub", None),
        (["<http://[>; rel=hub"], '<link rel="hub" href="//["/>', None),
        (
            [],
            f'{ATOM}<link rel="self" href="http://["/>',
            Hub("https://gov.example.cn/hub", "https://gov.example.cn/atom"),
        ),
    ],
)
def test_the_hub_is_found_where_it_is_named(headers: list[str], text: str, expected: Hub | None) -> None:
    assert find_hub(headers, text, FEED) == expected
