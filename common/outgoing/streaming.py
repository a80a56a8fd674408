"""A long file of a stranger's, line by line: never more of it in memory than one line and a piece.

with Lines(url, start=offset, may_be_private=False) as lines:
    for end, line in lines:      # `end`: the place in the file behind the line
        …
    lines.is_at_end              # False: the time was over; go on from the last `end`

Looked at and pinned as every call of ours (see calls.py), followed nowhere. What bounds it is the
time of one reading and the length of one line, for the file itself may be gigabytes.
"""

import time
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

import httpx
from django.utils.translation import gettext

from common.errors import DomainError
from common.outgoing.pinned import Pinned, transport
from common.outgoing.urls import check_url

LONGEST_LINE: Final = 4 * 1024 * 1024
_TIMEOUTS: Final = httpx.Timeout(20.0, connect=5.0, pool=5.0)
_PIECE: Final = 65_536


class NotReadable(DomainError):
    """The file is not there (any more), or is none that can be read by lines. `status`: 0 where
    there was no answer, and asking again may help."""

    code = "file-not-readable"

    def __init__(self, words: str, *, status: int = 0) -> None:
        super().__init__(words)
        self.status = status


class Lines:
    """The lines of a file from a place in it, for so many seconds."""

    def __init__(
        self,
        url: str,
        *,
        start: int = 0,
        seconds: float = 20.0,
        longest: int = LONGEST_LINE,
        may_be_private: bool = False,
    ) -> None:
        # Where addresses inside are fine, the file may be played there too.
        self._url = url if may_be_private else check_url(url)
        self._start, self._longest = start, longest
        self._end = time.monotonic() + seconds
        self._http = httpx.Client(
            timeout=_TIMEOUTS,
            transport=transport(Pinned(may_be_private=may_be_private)),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "NotifyHub", "Accept-Encoding": "identity"},
        )
        self.is_at_end = False
        self.size = 0  # of the whole file, as far as is known

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        headers = {"Range": f"bytes={self._start}-"} if self._start else {}
        try:
            with self._http.stream("GET", self._url, headers=headers) as answer:
                if self._is_behind(answer):
                    return
                yield from self._lines(answer, self._begins_at(answer))
        except httpx.HTTPError as error:
            # Not the error itself: its request holds the address, which opens the file.
            words = gettext("The file cannot be read on: %(error)s.")
            raise NotReadable(words % {"error": type(error).__name__}) from None

    def _is_behind(self, answer: httpx.Response) -> bool:
        """Whether all was read before."""
        self.is_at_end = answer.status_code == 416 and self._start > 0
        return self.is_at_end

    def _begins_at(self, answer: httpx.Response) -> int:
        """The place of the first byte of the answer: a server may not know how to begin later."""
        if answer.status_code not in (200, 206):
            words = gettext("The file cannot be read: answered with %(status)s.")
            raise NotReadable(words % {"status": answer.status_code}, status=answer.status_code)
        length = answer.headers.get("Content-Length", "")
        begins_at = self._start if answer.status_code == 206 else 0
        self.size = begins_at + int(length) if length.isdecimal() else 0
        return begins_at

    def _lines(self, answer: httpx.Response, place: int) -> Iterator[tuple[int, bytes]]:
        rest = bytearray()
        for nth, piece in enumerate(answer.iter_bytes(_PIECE)):
            if nth and time.monotonic() >= self._end:
                return
            if place < self._start:  # the beginning that was read before
                skipped = min(len(piece), self._start - place)
                place, piece = place + skipped, piece[skipped:]
            rest += piece
            while (found := rest.find(b"\n")) >= 0:
                place += found + 1
                yield place, bytes(rest[:found])
                del rest[: found + 1]
            if len(rest) > self._longest:
                raise NotReadable(gettext("A line of the file is too long."), status=413)
        if rest:
            yield place + len(rest), bytes(rest)
        self.is_at_end = True
