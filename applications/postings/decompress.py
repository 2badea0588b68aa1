"""Bodies of answers without their compression, never more than was asked for: a few bytes can unfold to gigabytes."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

KNOWN = ("gzip", "deflate", "br")
STEP = 65_536


class TooBig(Exception):
    pass


class Unreadable(Exception):
    """Not what it says it is, or packed in a way or so often that we do not unpack it."""


class Decoder(Protocol):
    def __call__(self, piece: bytes) -> Iterator[bytes]: ...


def pieces(raw: Iterable[bytes], encoding: str, *, most: int) -> Iterator[bytes]:
    """What the pieces unfold to; raises TooBig once more than `most` bytes came in or out."""
    decode = decoder_for(encoding.strip().lower())
    came = went = 0
    for piece in raw:
        came += len(piece)
        if came > most:
            raise TooBig
        for part in decode(piece):
            went += len(part)
            if went > most:
                raise TooBig
            yield part


def decoder_for(encoding: str) -> Decoder:
    if encoding in ("", "identity"):
        return lambda piece: iter([piece])
    if encoding in ("gzip", "x-gzip"):
        return Inflate(31)
    if encoding == "deflate":
        return Inflate(zlib.MAX_WBITS)
    if encoding == "br":
        return Brotli()
    raise Unreadable


class Inflate:
    """gzip and deflate; the latter also without its header, as some servers send it."""

    def __init__(self, window: int) -> None:
        self.window = window
        self.inside = zlib.decompressobj(window)
        self.is_first = True

    def __call__(self, piece: bytes) -> Iterator[bytes]:
        while piece and not self.inside.eof:
            yield self._step(piece)
            piece = self.inside.unconsumed_tail

    def _step(self, piece: bytes) -> bytes:
        is_first, self.is_first = self.is_first, False
        try:
            return self.inside.decompress(piece, STEP)
        except zlib.error as problem:
            if not is_first or self.window != zlib.MAX_WBITS:
                raise Unreadable from problem
            self.inside = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._step(piece)


class Brotli:
    def __init__(self) -> None:
        self.inside = brotli.Decompressor()

    def __call__(self, piece: bytes) -> Iterator[bytes]:
        try:
            part = self.inside.process(piece, output_buffer_limit=STEP)
            yield part
            # It may hold back what did not fit, also where it would take more already.
            while part and not self.inside.is_finished():
                part = self.inside.process(b"", output_buffer_limit=STEP)
                yield part
        except brotli.error as problem:
            raise Unreadable from problem
