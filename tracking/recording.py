"""How sightings become rows: one statement for many; and what of a visitor we keep (little)."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from tracking.data import Sighting

USER_AGENT_LIMIT = 300

INSERT = """
INSERT INTO tracking_event (store_id, message_id, kind, at, link_index, user_agent, ip)
SELECT * FROM unnest(
    %b::bigint[], %b::bigint[], %b::text[], %b::timestamptz[], %b::smallint[], %b::text[],
    %t::text[]::inet[]
)
"""


def columns(sightings: Sequence[Sighting]) -> list[list[Any]]:
    """The parameters of INSERT."""
    return [
        [it.store_id for it in sightings],
        [it.message_id for it in sightings],
        [it.kind for it in sightings],
        [it.at for it in sightings],
        [it.link_index for it in sightings],
        [it.user_agent for it in sightings],
        [it.ip for it in sightings],
    ]


def user_agent_of(environ: Mapping[str, Any]) -> str:
    """What the visitor's program calls itself: printable, bounded."""
    text: str = environ.get("HTTP_USER_AGENT", "")[: USER_AGENT_LIMIT * 2]
    return "".join(letter for letter in text if letter.isprintable())[:USER_AGENT_LIMIT]


def network_of(environ: Mapping[str, Any], proxy_count: int) -> str | None:
    """The visitor's network (/24, /48); None if unknown.

    Each proxy of ours adds the address it saw at the right of X-Forwarded-For; what stands further
    left is the visitor's own claim.
    """
    address: str = environ.get("REMOTE_ADDR", "")
    if proxy_count:
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = hops[-proxy_count] if len(hops) >= proxy_count else ""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    bits = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network((ip, bits), strict=False).network_address)
