"""From where somebody asks, as the server and our own proxies saw it."""

import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address
from typing import Any

Address = IPv4Address | IPv6Address


def address_of(environ: Mapping[str, Any], proxy_count: int) -> Address | None:
    """The visitor's address, for this moment only; None if unknown.

    Each proxy of ours adds the address it saw at the right of X-Forwarded-For; what stands further
    left is the visitor's own claim.
    """
    address: str = environ.get("REMOTE_ADDR", "")
    if proxy_count:
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = hops[-proxy_count] if len(hops) >= proxy_count else ""
    return _parsed(address.partition("%")[0])


def _parsed(text: str) -> Address | None:
    """As ipaddress reads it, by the C library: each open of a mail asks for this."""
    try:
        if ":" not in text:
            return IPv4Address(socket.inet_pton(socket.AF_INET, text))
        ip = IPv6Address(socket.inet_pton(socket.AF_INET6, text))
    except (OSError, ValueError):  # ValueError: a zero within the text
        return None
    return ip.ipv4_mapped or ip


def truncated(ip: Address | None) -> str | None:
    """What is kept of it: its network (/24, /48)."""
    if ip is None:
        return None
    if ip.version == 4:
        return socket.inet_ntoa(ip.packed[:3] + b"\0")
    return str(IPv6Address(int(ip) >> 80 << 80))


def network_of(environ: Mapping[str, Any], proxy_count: int) -> str | None:
    """The visitor's network; None if unknown."""
    return truncated(address_of(environ, proxy_count))
