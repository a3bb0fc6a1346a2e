"""forget_keywords 清理关注词: words nobody follows any more are no longer looked for."""

from datetime import timedelta

from content_models.keywords import repository as keywords
from content_models.kit.store import Store
from content_models.releases.channels import keyword_channel
from content_models.residents import repository as residents

GRACE = timedelta(days=1)  # a word somebody is just beginning to follow is left alone


async def forget_keywords(store: Store) -> int:
    """Returns how many words were dropped. Two queries for every 500 words."""
    dropped = 0
    async for words in keywords.every_keyword():
        followed = await residents.channels_followed([keyword_channel(word) for word in words])
        unwanted = [word for word in words if keyword_channel(word) not in followed]
        dropped += await keywords.forget(unwanted, store.now() - GRACE) if unwanted else 0
    return dropped
