"""附件 in the editing form: which stay, which came in, by their addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from content_models.releases.files import repository as files
from content_models.releases.files.rules import our_file


@dataclass(frozen=True, slots=True)
class Attached:
    """One line of the form. `size` in bytes, 0 where it is not known."""

    url: str
    name: str
    size: int

    @property
    def shown_size(self) -> str:
        return f"{self.size / 1e6:.1f} MB" if self.size >= 100_000 else f"{max(self.size // 1000, 1)} KB"


async def chosen(
    urls: Sequence[str], before: Sequence[Mapping[str, Any]], problems: dict[str, str]
) -> list[dict[str, Any]]:
    """What the revision keeps of each attachment; those that came with the source stay as they came."""
    known = {str(one.get("url")): dict(one) for one in before}
    found = [known.get(url) or await _uploaded(url) for url in dict.fromkeys(urls)]
    if None in found:
        problems["attachments"] = "有附件已不存在，请重新上传。"
    return [one for one in found if one]


async def _uploaded(url: str) -> dict[str, Any] | None:
    ours = our_file(url)
    file = await files.find(ours[0]) if ours else None
    if ours is None or file is None:
        return None
    said: dict[str, Any] = {
        "name": ours[1],
        "url": url,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.id,
    }
    return said | ({"text": file.text} if file.text else {})


async def lines(urls: Sequence[str], before: Sequence[Mapping[str, Any]]) -> list[Attached]:
    found = await chosen(urls, before, {})
    return [Attached(str(one.get("url", "")), str(one.get("name", "附件")), int(one.get("size") or 0)) for one in found]


def without_words(body_html: str, before_html: str) -> bool:
    """Whether a picture that was not there before lacks words for those who cannot see it."""
    old = {image.attributes.get("src") for image in LexborHTMLParser(before_html).css("img")}
    return any(
        not (image.attributes.get("alt") or "").strip()
        for image in LexborHTMLParser(body_html).css("img")
        if image.attributes.get("src") not in old
    )
