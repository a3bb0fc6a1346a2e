"""What two copies of one text share, in a form that an index can look up.

MinHash over the 4-character shingles of the folded text, cut into 10 bands of 6 rows. Two texts meet in a band with
probability 1 - (1 - J⁶)¹⁰: .38 at Jaccard .6, .71 at .7, .95 at .8. A text cut short has a low Jaccard with the whole,
so its opening is signed as well, in 4 bands: the openings of the two are the same, or nearly.
"""

import re
import struct
from collections.abc import Sequence

from rensa import RMinHash  # type: ignore[import-untyped]
from w3lib.url import canonicalize_url, url_query_cleaner

from content_models.intake.signature import FIRST_BAND
from content_models.official_text.folding import fold_key

ROWS = 6
BANDS, OPENING_BANDS = 10, 4  # each is a key in the index, written again with its item: the dearest part of an intake
SHINGLE = 4  # characters
SHORTEST = 60  # folded characters: 「详见附件」 says nothing about which notice it is
OPENING = 300  # folded characters
LONGEST = 40_000  # folded characters that are compared; what follows is annexes

_NO_LETTER = re.compile(r"[\W_]+")  # `\W` is what `str.isalnum` refuses, and the underscore
_FREQUENT = "，。、；：\n"  # taken out first: `str.replace` is ten times as fast, and often nothing else is left
# Lines of nothing but these, which is nearly all of them, are folded by lower case alone.
_PLAIN = re.compile("[\x00-\x7e一-鿿，。、；：！？（）《》〈〉“”‘’〔〕【】「」—…·　\xa0]*")

# Changing these, or the version of rensa's algorithm, asks for new bands of everything stored, from another FIRST_BAND:
# `sign_again` replaces those of other ranges.
_SEED = 20_170_515
_PRIME = 2**61 - 31
_SEGMENT = r"[\w~-][\w.~-]*"  # `.` and `..` are resolved by those who know how
_AS_IT_IS = re.compile(rf"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)/({_SEGMENT}(?:/{_SEGMENT})*/?)", re.ASCII)
_TRACKING = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "spm", "from", "share", "t", "_t"]


def folded_body(text: str) -> str:
    """Letters and digits only: punctuation, spaces and line breaks differ from copy to copy."""
    if _PLAIN.fullmatch(text):
        folded = text.lower()
    else:
        folded = "".join(line.lower() if _PLAIN.fullmatch(line) else fold_key(line) for line in text.split("\n"))
    for mark in _FREQUENT:
        folded = folded.replace(mark, "")
    return (folded if folded.isalnum() else _NO_LETTER.sub("", folded))[:LONGEST]


def shingles(folded: str) -> frozenset[str]:
    return frozenset(folded[at : at + SHINGLE] for at in range(len(folded) - SHINGLE + 1))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1; two empty texts have nothing in common."""
    shared = len(one & other)
    return shared / union if (union := len(one) + len(other) - shared) else 0.0


def bands_of(folded: Sequence[str]) -> list[list[int]]:
    """The index keys of each text, for texts as `folded_body` gives them; none for those too short to tell apart."""
    telling = [text for text in folded if len(text) >= SHORTEST]
    openings = [text[:OPENING] for text in telling]
    signed = zip(_digests(telling, BANDS), _digests(openings, OPENING_BANDS), strict=True)
    return [_both(*next(signed)) if len(text) >= SHORTEST else [] for text in folded]


def _digests(texts: Sequence[str], bands: int) -> list[list[int]]:
    """Four letters of UTF-16 are the 64 bits of one shingle: the text, read from its first, second, third and fourth
    letter, is all of them, without a Python object for each."""
    shingles_, starts = bytearray(), [0]
    for text in texts:
        units = memoryview(text.encode("utf-16-le", "surrogatepass"))
        for at in range(0, 2 * SHINGLE, 2):
            shingles_ += units[at : len(units) - (len(units) - at) % _BYTES]
        starts.append(len(shingles_) // _BYTES)
    hashes = memoryview(bytes(shingles_)).cast("Q")
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, starts, bands * ROWS, _SEED)
    found: list[list[int]] = matrix.to_rows()
    return found


def _both(whole: Sequence[int], opening: Sequence[int]) -> list[int]:
    return [*_bands(0, whole), *_bands(BANDS, opening)]


def _bands(first: int, digest: Sequence[int]) -> list[int]:
    """The rows of each band, and which band it is, as one number that BSON holds."""
    packed = struct.pack(f"<{len(digest)}I", *digest)
    return [
        FIRST_BAND + (int.from_bytes(packed[start : start + 4 * ROWS], "little") + salt) % _PRIME
        for start, salt in zip(range(0, len(packed), 4 * ROWS), _SALTS[first:], strict=False)
    ]


_BYTES = 2 * SHINGLE
_SALTS = [band << 32 * ROWS for band in range(BANDS + OPENING_BANDS)]


def url_key(url: str) -> str | None:
    """The address without scheme, fragment, tracking and order of parameters; None when it names no page."""
    if plain := _AS_IT_IS.fullmatch(url):  # canonical as it stands, as most are
        return f"{plain[1].removeprefix('www.')}/{plain[2]}"
    try:
        canonical = canonicalize_url(url_query_cleaner(url, _TRACKING, remove=True, keep_fragments=False))
    except ValueError:  # 「http://[」 and the like
        return None
    _, found, address = canonical.partition("://")
    host, _, path = address.partition("/")
    return f"{host.removeprefix('www.')}/{path}" if found and path else None
