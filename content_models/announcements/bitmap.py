"""Which devices of a chunk are settled: one bit each, 625 bytes for 5,000 devices."""

from collections.abc import Sequence


class Bitmap:
    """Grows as bits are set; what was never set reads as clear."""

    def __init__(self, raw: bytes = b"") -> None:
        self._bits = bytearray(raw)

    def set(self, index: int) -> None:
        byte, bit = divmod(index, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits)))
        self._bits[byte] |= 1 << bit

    def set_all(self, indexes: Sequence[int]) -> int:
        """How many of these were clear until now."""
        before = len(self)
        bits = int.from_bytes(self._bits, "little")
        fresh = bytearray(max(len(self._bits), max(indexes, default=0) // 8 + 1))
        for index in indexes:
            fresh[index >> 3] |= 1 << (index & 7)
        bits |= int.from_bytes(fresh, "little")
        self._bits[:] = bits.to_bytes(len(fresh), "little")
        return len(self) - before

    def __contains__(self, index: int) -> bool:
        byte, bit = divmod(index, 8)
        return byte < len(self._bits) and bool(self._bits[byte] >> bit & 1)

    def __len__(self) -> int:
        """How many bits are set."""
        return int.from_bytes(self._bits, "little").bit_count()

    def __bytes__(self) -> bytes:
        return bytes(self._bits)

    def clear_below(self, size: int) -> list[int]:
        """The indexes below `size` whose bit is not set, rising."""
        digits = f"{int.from_bytes(self._bits, 'little'):0{size}b}"[::-1]
        return [index for index, digit in enumerate(digits[:size]) if digit == "0"]
