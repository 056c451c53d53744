"""Pieces of pages: compressed once, and joined into one gzip stream without being compressed again.

A deflate stream may be flushed to a byte's edge with nothing remembered of what came before (RFC 1951, 3.2.3; zlib's
Z_FULL_FLUSH), so that such parts can follow each other in any order. The checksum of the whole follows from those of
the parts: CRC-32 is linear over GF(2), as zlib's crc32_combine has it.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# RFC 1952, 2.3: deflate, no flags, no time, best compression, system unknown.
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
# An empty last block with fixed codes.
_END = b"\x03\x00"
_RAW_DEFLATE = -zlib.MAX_WBITS
_POLYNOMIAL = 0xEDB88320
_TOP = 1 << 31
# What is multiplied by this often has a table: one takes as long as forty products.
MANY = 40
MOST_TABLES, MOST_SHIFTS = 64, 4096
_tables: dict[int, tuple[list[int], ...]] = {}
_uses: dict[int, int] = {}


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a page, as they are joined: deflated, with their length and checksum."""

    deflated: bytes
    length: int
    crc: int
    shift: int  # x^(8 length) modulo the polynomial, by which a checksum of what comes before is moved on
    digest: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Piece":
        """Compress bytes as well as deflate can."""
        packer = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE, 9)
        deflated = packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)
        digest = hashlib.blake2b(raw, digest_size=12).digest()
        return cls(deflated, len(raw), zlib.crc32(raw), _shift(len(raw)), digest)

    @property
    def raw(self) -> bytes:
        return zlib.decompress(self.deflated + _END, _RAW_DEFLATE)


def combined(pieces: Sequence[Piece]) -> Piece:
    """Return pieces one after the other as one."""
    crc = length = 0
    for each in pieces:
        crc = _moved(each.shift, crc) ^ each.crc
        length += each.length
    deflated = b"".join([each.deflated for each in pieces])
    return Piece(deflated, length, crc, _shift(length), bytes.fromhex(digest_of(pieces)))


@lru_cache(maxsize=256)
def common_piece(raw: bytes) -> Piece:
    """Return the piece of bytes that stand on many pages, compressed once."""
    return Piece.of(raw)


def whole(pieces: Iterable[Piece]) -> bytes:
    """Return the bytes of pieces one after the other."""
    return b"".join(each.raw for each in pieces)


def gzipped(pieces: Iterable[Piece]) -> bytes:
    """Return pieces one after the other as one gzip stream (RFC 1952)."""
    return b"".join(gzip_parts(pieces))


def gzip_parts(pieces: Iterable[Piece]) -> list[bytes]:
    """Return what is one gzip stream when it is joined: the pieces' own bytes, and a few before and after them."""
    parts = [_HEADER]
    crc = length = 0
    for each in pieces:
        parts.append(each.deflated)
        crc = _moved(each.shift, crc) ^ each.crc
        length += each.length
    parts.append(_END + struct.pack("<II", crc, length & 0xFFFFFFFF))
    return parts


def digest_of(pieces: Iterable[Piece]) -> str:
    """Return a digest of pieces one after the other, 24 hexadecimal digits."""
    return hashlib.blake2b(b"".join(each.digest for each in pieces), digest_size=12).hexdigest()


def _times(one: int, other: int) -> int:
    """Multiply two polynomials modulo CRC-32's, bits reversed (zlib's multmodp)."""
    product = 0
    while other:
        # The highest bit stands for x^0.
        if other & _TOP:
            product ^= one
        other = (other << 1) & 0xFFFFFFFF
        one = (one >> 1) ^ _POLYNOMIAL if one & 1 else one >> 1
    return product


def _moved(shift: int, crc: int) -> int:
    """Return a checksum as it is when something of this shift comes after."""
    table = _tables.get(shift)
    if table is None:
        return _moved_once(shift, crc)
    return table[0][crc & 255] ^ table[1][crc >> 8 & 255] ^ table[2][crc >> 16 & 255] ^ table[3][crc >> 24]


# The first pieces of a page are the same each time that it is joined, and the last one is that of many pages.
@lru_cache(maxsize=8192)
def _moved_once(shift: int, crc: int) -> int:
    uses = _uses[shift] = _uses.get(shift, 0) + 1
    if uses == MANY:
        if len(_tables) >= MOST_TABLES:
            _tables.clear()
        _tables[shift] = _table(shift)
    if len(_uses) > MOST_SHIFTS:
        _uses.clear()
    return _times(shift, crc)


def _table(shift: int) -> tuple[list[int], ...]:
    """Return the products of a polynomial and every byte in each of the four places of a checksum: it is linear."""
    tables = []
    for place in range(4):
        table = [0]
        for bit in range(8):
            product = _times(shift, 1 << 8 * place + bit)
            table += [product ^ each for each in table]
        tables.append(table)
    return tuple(tables)


def _powers() -> list[int]:
    """Return x^(2^n) for n from 0 to 31."""
    power = _TOP >> 1
    powers = []
    for _number in range(32):
        powers.append(power)
        power = _times(power, power)
    return powers


_POWERS = _powers()


@lru_cache(maxsize=4096)
def _shift(length: int) -> int:
    """Return x^(8 length)."""
    shift, number = _TOP, 3
    while length:
        if length & 1:
            shift = _times(_POWERS[number % 32], shift)
        length >>= 1
        number += 1
    return shift
