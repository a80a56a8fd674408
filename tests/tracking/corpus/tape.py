"""What happened to one mail, each hit with the truth about who caused it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from messaging.hidden_links import HONEYPOT_LINK
from tracking.verdicts.data import Facts, Hit, Kind, NetworkClass, Way

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Visitor:
    """A program at an address."""

    agent: str
    ip: str
    network: NetworkClass = NetworkClass.OTHER


@dataclass
class Tape:
    """One mail, and what is seen of it; times in seconds since it was handed over."""

    chance: Random
    is_gateway: bool = False
    links_count: int = 0
    at: datetime = START
    hits: list[Hit] = field(default_factory=list)
    is_machine: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.links_count = self.links_count or self.chance.randint(4, 12)
        self.at = START + timedelta(seconds=self.chance.randint(0, 30 * 86400))

    @property
    def facts(self) -> Facts:
        return Facts(self.at, self.links_count, self.is_gateway)

    @property
    def has_honeypot(self) -> bool:
        """As it is set by default."""
        return self.is_gateway

    def open(self, visitor: Visitor, seconds: float, *, machine: bool = False) -> None:
        self._add(Kind.OPEN, visitor, seconds, machine)

    def click(
        self, visitor: Visitor, seconds: float, link: int = 0, *, machine: bool = False
    ) -> None:
        self._add(Kind.CLICK, visitor, seconds, machine, link)

    def head(self, visitor: Visitor, seconds: float, link: int = 0) -> None:
        self._add(Kind.CLICK, visitor, seconds, True, link, Way.HEAD)

    def ahead(self, visitor: Visitor, seconds: float, link: int = 0) -> None:
        self._add(Kind.CLICK, visitor, seconds, True, link, Way.AHEAD)

    def beacon(self, visitor: Visitor, seconds: float, link: int = 0) -> None:
        self._add(Kind.BEACON, visitor, seconds, False, link)

    def every_link(self) -> list[int]:
        """As they stand in the mail's HTML, the hidden one among them."""
        links = list(range(self.links_count))
        return [*links, HONEYPOT_LINK] if self.has_honeypot else links

    def _add(
        self,
        kind: Kind,
        visitor: Visitor,
        seconds: float,
        machine: bool,
        link: int | None = None,
        way: Way = Way.PLAIN,
    ) -> None:
        at = self.at + timedelta(seconds=seconds)
        hit = Hit(kind, at, link, visitor.agent, visitor.ip, visitor.network, way)
        self.hits.append(hit)
        self.is_machine.append(machine)
