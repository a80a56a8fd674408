"""Adds to links of the store's own shop what its statistics read: utm_* and ref.

# Note [The merchant's own words]
What the merchant wrote into an address stays, to the byte. An address with any utm_* of its own
gets none of ours: half of each would credit our mail to their campaign. One with a `ref` of its own
belongs to an affiliate program: ours is then called `nh`. The text part of a mail, and everything
the redirect leaves alone, is left alone here as well.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_plus, urlsplit

SOURCE: Final = "notifyhub"


@dataclass(frozen=True, slots=True)
class Tags:
    """What one message says of itself; `ref` is empty where no link may name a message."""

    medium: str
    campaign: str
    content: str = ""
    ref: str = ""

    def missing_in(self, names: Collection[str]) -> list[tuple[str, str]]:
        """Those to add to an address whose parameters have these names."""
        added = []
        if not any(name.startswith("utm_") for name in names):
            added = [
                ("utm_source", SOURCE),
                ("utm_medium", self.medium),
                ("utm_campaign", self.campaign),
                ("utm_content", self.content),
            ]
        name = "nh" if "ref" in names else "ref"
        if name not in names:
            added.append((name, self.ref))
        return [(name, value) for name, value in added if value]


@dataclass(frozen=True, slots=True)
class Tagging:
    """The tags of a message, and the hosts whose addresses get them."""

    tags: Tags
    hosts: frozenset[str]

    def tagged(self, url: str) -> str:
        """The address and nothing but parameters more; as it stands if it is not the store's."""
        if (urlsplit(url).hostname or "") not in self.hosts:
            return url
        before, mark, fragment = url.partition("#")
        path, question, query = before.partition("?")
        added = self.tags.missing_in(_names_in(query))
        if not added:
            return url
        joined = "&".join(f"{name}={quote(value, safe='')}" for name, value in added)
        gap = "&" if query and not query.endswith("&") else ""
        return f"{path}{question or '?'}{query}{gap}{joined}{mark}{fragment}"


def _names_in(query: str) -> set[str]:
    """As shops read them: escapes undone, and case set aside."""
    return {unquote_plus(part.partition("=")[0]).lower() for part in query.split("&") if part}
