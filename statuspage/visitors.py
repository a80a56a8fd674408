"""Whom a limit counts: the network that a request came from, for this moment only."""

import ipaddress
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from common.visitors import address_of

# Where requests come from that a proxy of ours hands on without saying for whom: were they counted
# as one visitor, one who guesses would shut the door for all. See NOTIFYHUB_PROXY_COUNT.
_INSIDE: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"),
            *("::1/128", "fc00::/7", "fe80::/10"),
        ),
    )
)


def network_of(environ: Mapping[str, Any]) -> str:
    """The address, of IPv6 its network (/64); "" where nobody can be told from others."""
    address = address_of(environ, settings.NOTIFYHUB_PROXY_COUNT)
    if address is None or any(address in inside for inside in _INSIDE):
        return ""
    return str(address) if address.version == 4 else f"{int(address) >> 64:x}"
