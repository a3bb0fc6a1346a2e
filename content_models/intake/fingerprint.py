"""What two copies of one text share, in a form that an index can look up.

MinHash over the 4-character shingles of the folded text, 128 permutations cut into 16 bands of 8 rows. Two texts
meet in a band with probability 1 - (1 - J⁸)¹⁶: .24 at Jaccard .6, .61 at .7, .95 at .8. A text cut short has a
low Jaccard with the whole, so its opening is signed as well: the openings of the two are the same.
"""

import base64
import hashlib
import struct
from collections.abc import Iterable, Sequence

from rensa import RMinHash  # type: ignore[import-untyped]
from w3lib.url import canonicalize_url, url_query_cleaner

from content_models.official_text.folding import fold_key

PERMUTATIONS, BANDS = 128, 16
ROWS = PERMUTATIONS // BANDS
SHINGLE = 4  # characters
SHORTEST = 60  # folded characters: 「详见附件」 says nothing about which notice it is
OPENING = 300  # folded characters
LONGEST = 40_000  # folded characters that are compared; what follows is annexes

_SEED = 20_170_515  # changing it, or the version of rensa's algorithm, asks for new bands of everything stored
_TRACKING = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "spm", "from", "share", "t", "_t"]


def folded_body(text: str) -> str:
    """Letters and digits only: punctuation, spaces and line breaks differ from copy to copy."""
    return "".join(character for character in fold_key(text) if character.isalnum())[:LONGEST]


def shingles(folded: str) -> frozenset[str]:
    return frozenset(_windows(folded))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1; two empty texts have nothing in common."""
    shared = len(one & other)
    return shared / union if (union := len(one) + len(other) - shared) else 0.0


def bands_of(folded: Sequence[str]) -> list[list[str]]:
    """The index keys of each text, for texts as `folded_body` gives them; none for those too short to tell apart.

    CPU work of about 0.2 ms a text: call it in a thread.
    """
    signed = [part for text in folded if len(text) >= SHORTEST for part in (text, text[:OPENING])]
    digests = iter(RMinHash.digests_from_token_sets([_windows(part) for part in signed], PERMUTATIONS, _SEED))
    return [
        [*_bands("w", next(digests)), *_bands("o", next(digests))] if len(text) >= SHORTEST else [] for text in folded
    ]


def _windows(folded: str) -> list[str]:
    return [folded[at : at + SHINGLE] for at in range(len(folded) - SHINGLE + 1)]


def _bands(part: str, digest: Sequence[int]) -> Iterable[str]:
    for band in range(BANDS):
        rows = struct.pack(f">{ROWS}I", *digest[band * ROWS : (band + 1) * ROWS])
        key = hashlib.blake2b(rows, digest_size=6, person=f"{part}{band}".encode()).digest()
        yield base64.urlsafe_b64encode(key).decode()


def url_key(url: str) -> str | None:
    """The address without scheme, fragment, tracking and order of parameters; None when it names no page."""
    try:
        canonical = canonicalize_url(url_query_cleaner(url, _TRACKING, remove=True, keep_fragments=False))
    except ValueError:  # 「http://[」 and the like
        return None
    _, found, address = canonical.partition("://")
    host, _, path = address.partition("/")
    return f"{host.removeprefix('www.')}/{path}" if found and path else None
