"""Which addresses belong to the whole internet, by lists of our own.

`ipaddress.is_global` answers another question: it calls NAT64's and 6to4's addresses global, which
a gateway turns into private ones, multicast too, and what it says differs between Pythons. So it is
said here what may be called: all of IPv4 but these blocks, and of IPv6 only 2000::/3 but those
(IANA's registries of special-purpose addresses, and what clouds tell their machines at).
"""

from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network
from typing import Final

_NOT_IPV4: Final = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a provider's customers; Alibaba's 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's platform: a public number that every machine there reaches
        "169.254.0.0/16",  # link-local; the clouds' 169.254.169.254
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; Oracle's 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays to 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_IPV6: Final = IPv6Network("2000::/3")
_NOT_IPV6: Final = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID, AMT
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the 6bone that was
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Whether everybody reaches it as we do: an address of the global unicast internet.

    False for what is no address in its plain form, and for one with a zone.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in block for block in _NOT_IPV4)
    if found.scope_id is not None or found not in _IPV6:
        return False
    return not any(found in block for block in _NOT_IPV6)
