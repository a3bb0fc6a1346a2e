"""Which devices of a chunk are settled: one bit each, 63 bytes for 500 devices."""


class Bitmap:
    """Grows as bits are set; what was never set reads as clear."""

    def __init__(self, raw: bytes = b"") -> None:
        self._bits = bytearray(raw)

    def set(self, index: int) -> None:
        byte, bit = divmod(index, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits)))
        self._bits[byte] |= 1 << bit

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
        return [index for index in range(size) if index not in self]
