"""Whose network a visitor comes from: lists held in memory, so that a request waits for nothing.

# Note [Lists of networks]
`manage.py load_networks` keeps each list as one row, as pairs of numbers; the newest version of a
class holds. Every process asks every few minutes, in a thread of its own, whether there is a newer
one. Until the first answer, and while the database is away, networks are of no class, or of the
one last known: rules that need a list then know less, and say so (APPLE_AGENT).
"""

import ipaddress
import logging
import sys
import threading
import time
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import psycopg
from django.conf import settings
from psycopg.types.json import Jsonb

from common.db import raw
from tracking.verdicts.data import NetworkClass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

logger = logging.getLogger(__name__)

NEWEST: Final = """
SELECT DISTINCT ON (network) network, version, CASE WHEN version <> coalesce(
  (%s::jsonb ->> network)::int, 0) THEN ranges END
FROM tracking_networklist ORDER BY network, version DESC
"""
# Of a version 6 address the first half alone: no network that is given to somebody is smaller.
HALF: Final = 64


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges of numbers that do not touch, in order: first and last of each."""

    firsts: "array[int]"
    lasts: "array[int]"

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> "Ranges":
        """From ranges in any order, which may overlap."""
        firsts, lasts = array("Q"), array("Q")
        for first, last in sorted(pairs):
            if lasts and first <= lasts[-1] + 1:
                lasts[-1] = max(lasts[-1], last)
                continue
            firsts.append(first)
            lasts.append(last)
        return cls(firsts, lasts)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self.firsts, number) - 1
        return place >= 0 and number <= self.lasts[place]

    def __len__(self) -> int:
        return len(self.firsts)


@dataclass(frozen=True, slots=True)
class NetworkSet:
    """Networks of both versions of the Internet's protocol."""

    fours: Ranges
    sixes: Ranges

    @classmethod
    def of(cls, networks: Iterable[Network]) -> "NetworkSet":
        pairs: dict[int, list[tuple[int, int]]] = {4: [], 6: []}
        for network in networks:
            first, last = int(network.network_address), int(network.broadcast_address)
            shift = HALF if network.version == 6 else 0
            pairs[network.version].append((first >> shift, last >> shift))
        return cls(Ranges.of(pairs[4]), Ranges.of(pairs[6]))

    def __contains__(self, ip: Address) -> bool:
        if ip.version == 6:
            return int(ip) >> HALF in self.sixes
        return int(ip) in self.fours

    def __len__(self) -> int:
        return len(self.fours) + len(self.sixes)

    def packed(self) -> bytes:
        """As a row keeps it: how many of version 4, then all numbers, 64 bits each."""
        every = [self.fours.firsts, self.fours.lasts, self.sixes.firsts, self.sixes.lasts]
        numbers = array("Q", [len(self.fours)])
        for part in every:
            numbers.extend(part)
        return _little(numbers).tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> "NetworkSet":
        numbers = array("Q")
        numbers.frombytes(data)
        numbers = _little(numbers)
        fours = numbers[0]
        rest = numbers[1:]
        sixes = (len(rest) - 2 * fours) // 2
        cut = 2 * fours
        return cls(
            Ranges(rest[:fours], rest[fours:cut]),
            Ranges(rest[cut : cut + sixes], rest[cut + sixes :]),
        )


def _little(numbers: "array[int]") -> "array[int]":
    """The same bytes on every machine."""
    if sys.byteorder == "big":
        numbers = array("Q", numbers)
        numbers.byteswap()
    return numbers


@dataclass(frozen=True, slots=True)
class Known:
    """Version and networks of each class."""

    versions: Mapping[str, int] = field(default_factory=dict)
    networks: Mapping[str, NetworkSet] = field(default_factory=dict)


def newest(known: Known) -> Known:
    """The lists as they stand now; of what has not changed nothing is fetched. One query."""
    versions = Jsonb(dict(known.versions))
    with raw.connect(connect_timeout=2, options="-c statement_timeout=30s") as connection:
        rows = connection.execute(NEWEST, [versions]).fetchall()
    return Known(
        versions={name: version for name, version, _data in rows},
        networks={
            name: known.networks[name] if data is None else NetworkSet.unpacked(bytes(data))
            for name, _version, data in rows
        },
    )


class Networks:
    """What this process knows; asks again in the background, and never makes a caller wait."""

    def __init__(self, load: Callable[[Known], Known] = newest) -> None:
        self._load = load
        self._known = Known()
        self._asks_again = 0.0  # by the monotonic clock
        self._guard = threading.Lock()

    def class_of(self, ip: Address | None) -> NetworkClass:
        if time.monotonic() >= self._asks_again:
            self._ask()
        if ip is None:
            return NetworkClass.OTHER
        lists = self._known.networks
        for network in (NetworkClass.SCANNER, NetworkClass.APPLE):
            if network in lists and ip in lists[network]:
                return network
        return NetworkClass.OTHER

    def refresh(self) -> None:
        """Ask now; what was known stays if there is no answer."""
        try:
            self._known = self._load(self._known)
        except (psycopg.Error, ValueError, IndexError) as error:
            logger.warning("tracking.networks.unread", extra={"error": repr(error)})

    def _ask(self) -> None:
        if not self._guard.acquire(blocking=False):
            return
        try:
            if time.monotonic() < self._asks_again:
                return
            self._asks_again = time.monotonic() + settings.NOTIFYHUB_NETWORKS_SECONDS
            threading.Thread(target=self.refresh, name="networks", daemon=True).start()
        finally:
            self._guard.release()
