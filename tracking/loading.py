"""Verb of lists of networks: read a file of networks, keep it as the newest version of a class."""

import csv
import ipaddress
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from common.errors import DomainError
from tracking.models import NetworkList
from tracking.networks import Network, NetworkSet

KEPT_VERSIONS: Final = 5
# A wider network is no scanner's and not Apple's: it is a slip of the pen.
WIDEST: Final = {4: 8, 6: 16}


class NotANetwork(DomainError):
    """A line does not name a network."""

    code = "not-a-network"


class NoNetworks(DomainError):
    """The file names none: it would make every visitor one of no class."""

    code = "no-networks"


@transaction.atomic
def load_networks(
    *, network: str, lines: Iterable[str], source: str, now: datetime, adds: bool = False
) -> NetworkList:
    """Keep these networks as the newest list of the class; `adds`: those of the last one too.

    Lines are CSV whose first column is a network, as Apple publishes its own; empty lines and
    those that begin with # are passed. Raises NotANetwork, NoNetworks: then nothing is changed.
    """
    found = list(_networks(lines))
    if not found:
        raise NoNetworks(f"{source} names no network. One stands on each line, as 192.0.2.0/24.")
    mine = NetworkList.objects.filter(network=network)
    last = mine.select_for_update().order_by("-version").first()
    if adds and last:
        found.extend(_spelled(NetworkSet.unpacked(bytes(last.ranges))))
    networks = NetworkSet.of(found)
    version = (last.version if last else 0) + 1
    row = NetworkList.objects.create(
        network=network,
        version=version,
        loaded_at=now,
        source=source[:200],
        networks_count=len(networks),
        ranges=networks.packed(),
    )
    newest = mine.aggregate(newest=Max("version"))["newest"]
    mine.filter(version__lte=newest - KEPT_VERSIONS).delete()
    return row


def _networks(lines: Iterable[str]) -> Iterator[Network]:
    for number, row in enumerate(csv.reader(lines), 1):
        text = row[0].strip() if row else ""
        if not text or text.startswith("#"):
            continue
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError as error:
            raise NotANetwork(f"Line {number}: {text!r} is no network. {error}.") from error
        if network.prefixlen < WIDEST[network.version]:
            raise NotANetwork(
                f"Line {number}: {text} is wider than any network of one owner. "
                f"Give at least /{WIDEST[network.version]}."
            )
        yield network


def _spelled(networks: NetworkSet) -> Iterator[Network]:
    """Ranges as networks again."""
    for first, last in zip(networks.fours.firsts, networks.fours.lasts, strict=True):
        yield from ipaddress.summarize_address_range(
            ipaddress.IPv4Address(first), ipaddress.IPv4Address(last)
        )
    for first, last in zip(networks.sixes.firsts, networks.sixes.lasts, strict=True):
        yield from ipaddress.summarize_address_range(
            ipaddress.IPv6Address(first << 64), ipaddress.IPv6Address((last << 64) + (1 << 64) - 1)
        )
