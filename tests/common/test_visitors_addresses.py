"""Addresses are read by the C library, and must be read as Python's own ipaddress reads them."""

import ipaddress
import random

import pytest

from common import visitors

ODD = (
    "", ".", ":", "::", "::1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.00", "0x1.2.3.4",
    " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\0", "٣.2.3.4", "::ffff:1.2.3.4", "::1.2.3.4", "1::2::3",
    "fe80::1%eth0",
    "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::", "00001::", "2001:db8:1:2::9",
)  # fmt: skip


def _by_ipaddress(text: str) -> visitors.Address | None:
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None) or ip


def _network(ip: visitors.Address | None) -> str | None:
    if ip is None:
        return None
    size = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network((ip, size), strict=False).network_address)


def _drawn(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return ".".join(str(chance.randint(0, 260)) for _ in range(chance.choice([3, 4, 4, 4, 5])))
    parts = (f"{chance.randint(0, 70_000):x}" for _ in range(chance.randint(2, 9)))
    return ":".join(part if chance.random() < 0.8 else "" for part in parts)


@pytest.mark.parametrize("seed", range(4))
def test_an_address_and_its_network_are_read_as_ipaddress_reads_them(seed: int) -> None:
    chance = random.Random(seed)
    texts = [*ODD, *(_drawn(chance) for _ in range(2_000))]

    for text in texts:
        address = visitors.address_of({"REMOTE_ADDR": text}, 0)

        assert address == _by_ipaddress(text), text
        assert visitors.truncated(address) == _network(address), text
