"""What two copies of one text share, in a form that an index can look up.

MinHash over the 4-character shingles of the folded text, 128 permutations cut into 16 bands of 8 rows. Two texts
meet in a band with probability 1 - (1 - J⁸)¹⁶: .24 at Jaccard .6, .61 at .7, .95 at .8. A text cut short has a
low Jaccard with the whole, so its opening is signed as well: the openings of the two are the same.
"""

import base64
import re
import struct
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from rensa import RMinHash  # type: ignore[import-untyped]
from w3lib.url import canonicalize_url, url_query_cleaner

from content_models.official_text.folding import fold_key

PERMUTATIONS, BANDS = 128, 16
ROWS = PERMUTATIONS // BANDS
SHINGLE = 4  # characters
SHORTEST = 60  # folded characters: 「详见附件」 says nothing about which notice it is
OPENING = 300  # folded characters
LONGEST = 40_000  # folded characters that are compared; what follows is annexes

_NO_LETTER = re.compile(r"[\W_]+")  # `\W` is what `str.isalnum` refuses, and the underscore
# Lines of nothing but these, which is nearly all of them, are folded by lower case alone.
_PLAIN = re.compile("[\x00-\x7e一-鿿，。、；：！？（）《》〈〉“”‘’〔〕【】「」—…·　\xa0]*")

_SEED = 20_170_515  # changing it, or the version of rensa's algorithm, asks for new bands of everything stored
_TRACKING = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "spm", "from", "share", "t", "_t"]


def folded_body(text: str) -> str:
    """Letters and digits only: punctuation, spaces and line breaks differ from copy to copy."""
    lines = (line.lower() if _PLAIN.fullmatch(line) else fold_key(line) for line in text.split("\n"))
    return _NO_LETTER.sub("", "".join(lines))[:LONGEST]


def shingles(folded: str) -> frozenset[str]:
    return frozenset(_windows(folded))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1; two empty texts have nothing in common."""
    shared = len(one & other)
    return shared / union if (union := len(one) + len(other) - shared) else 0.0


def bands_of(folded: Sequence[str]) -> list[list[str]]:
    """The index keys of each text, for texts as `folded_body` gives them; none for those too short to tell apart.

    CPU work of about 0.15 ms a text: call it in a thread.
    """
    openings = [text[:OPENING] for text in folded if len(text) >= SHORTEST]
    rests = [text[OPENING - SHINGLE + 1 :] for text in folded if len(text) >= SHORTEST]
    signed = zip(_digests(openings), _digests(rests), strict=True)
    return [_both(*next(signed)) if len(text) >= SHORTEST else [] for text in folded]


def _digests(texts: Sequence[str]) -> list[list[int]]:
    found: list[list[int]] = RMinHash.digests_from_token_sets([_windows(text) for text in texts], PERMUTATIONS, _SEED)
    return found


def _both(opening: Sequence[int], rest: Sequence[int]) -> list[str]:
    """The least of two least hashes is that of the whole, so no shingle is hashed twice."""
    return [*_bands("w", list(map(min, opening, rest))), *_bands("o", opening)]


def _windows(folded: str) -> list[str]:
    return [folded[at : at + SHINGLE] for at in range(len(folded) - SHINGLE + 1)]


def _bands(part: str, digest: Sequence[int]) -> Iterable[str]:
    """Six bytes a band are eight letters in base64, with nothing left over: all are encoded at once."""
    packed = struct.pack(f">{PERMUTATIONS}I", *digest)
    rows = (packed[start : start + 4 * ROWS] for start in range(0, len(packed), 4 * ROWS))
    signed = zip(rows, _PERSONS[part], strict=True)
    hashed = (blake2b(row, digest_size=6, person=person).digest() for row, person in signed)
    keys = base64.urlsafe_b64encode(b"".join(hashed)).decode()
    return [keys[start : start + 8] for start in range(0, len(keys), 8)]


_PERSONS = {part: [f"{part}{band}".encode() for band in range(BANDS)] for part in "wo"}


def url_key(url: str) -> str | None:
    """The address without scheme, fragment, tracking and order of parameters; None when it names no page."""
    try:
        canonical = canonicalize_url(url_query_cleaner(url, _TRACKING, remove=True, keep_fragments=False))
    except ValueError:  # 「http://[」 and the like
        return None
    _, found, address = canonical.partition("://")
    host, _, path = address.partition("/")
    return f"{host.removeprefix('www.')}/{path}" if found and path else None
