from collections.abc import AsyncIterator

import pytest

from aggregators.fetch import Fetcher
from tests.aggregators.site import Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(total_timeout=2, spacing=0) as fetcher:
        yield fetcher
