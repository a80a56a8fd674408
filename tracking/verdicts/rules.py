"""Who opened a mail and followed its links, judged over all hits of one message at once.

# Note [Judging a message]
Scanners call themselves browsers, so a hit alone says little: what else the same message saw, and
when, says more. The first rule that speaks decides; their order is the one of docs/tracking.md.
Judging is a function of the hits and of what is known of the message: whoever judges again gets
the same answer, and a hit that comes late may change the answers for those before it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Final

from tracking.verdicts.agents import Agent, agent_of
from tracking.verdicts.data import Facts, Hit, Kind, NetworkClass, Verdict, Way, Who, Why

PROXY_TOO_SOON: Final = timedelta(seconds=2)
TOO_SOON: Final = timedelta(seconds=3)
BURST_WITHIN: Final = timedelta(seconds=10)
BURST_LINKS: Final = 3
NEARLY_ALL: Final = 0.8  # of the mail's links
SWEEP_WITHIN: Final = timedelta(minutes=15)
SWEEP_LINKS: Final = 5
NEARBY: Final = timedelta(minutes=10)  # how far a honeypot, or a known scanner, casts its light
CONFIRMS_WITHIN: Final = timedelta(hours=2)  # from a click to the use of the page it led to
# Clocks of web and workers differ, and a scanner may look before the server says yes.
CLOCKS_DIFFER: Final = timedelta(minutes=1)


def judge(hits: Sequence[Hit], facts: Facts) -> list[Verdict | None]:
    """A verdict for each hit, in the order given; None for beacons, which only bear witness."""
    case = _Case(hits, facts)
    return [case.verdict(place) for place in range(len(hits))]


class _Case:
    """The hits of one message, and what they say of each other."""

    def __init__(self, hits: Sequence[Hit], facts: Facts) -> None:
        self.hits, self.facts = hits, facts
        self.order = sorted(range(len(hits)), key=lambda place: (hits[place].at, place))
        self.clicks = [place for place in self.order if hits[place].kind is Kind.CLICK]
        self.links = [place for place in self.clicks if not hits[place].is_honeypot]
        self.known = {place for place in self.order if _is_known(hits[place])}
        self.trapped = self._trapped()
        self.burst = self._gathered(self.links, BURST_WITHIN, self._is_burst)
        # A person may come minutes after a scanner that is known by other signs.
        doubtful = self.known | self.trapped | self.burst
        rest = [place for place in self.links if place not in doubtful]
        self.swept = self._gathered(rest, SWEEP_WITHIN, self._is_sweep)
        self.confirmed = self._confirmed()
        self.marked = {
            place
            for place in doubtful | self.swept
            if not any(_is_same_source(hits[place], hits[person]) for person in self.confirmed)
        }

    def verdict(self, place: int) -> Verdict | None:
        hit = self.hits[place]
        if hit.kind is Kind.BEACON:
            return None
        if hit.way is not Way.PLAIN:
            why = Why.FETCHED_AHEAD if hit.way is Way.AHEAD else Why.NOT_GET
            return Verdict(Who.PREFETCH, why)
        return self._by_name(hit) or self._by_company(place) or _NOTHING_AGAINST

    def _by_name(self, hit: Hit) -> Verdict | None:
        """What the hit itself says: rules 2 to 4."""
        agent = agent_of(hit.agent, hit.kind)
        if agent is Agent.PROXY:
            if self._is_within(hit, PROXY_TOO_SOON):
                return Verdict(Who.MACHINE_SUSPECTED, Why.PROXY_TOO_SOON)
            return Verdict(Who.HUMAN_PROXIED, Why.MAIL_PROXY)
        if agent is Agent.APPLE:
            if hit.network is NetworkClass.APPLE:
                return Verdict(Who.MACHINE_PRIVACY, Why.APPLE_PRIVACY)
            return Verdict(Who.MACHINE_SUSPECTED, Why.APPLE_AGENT)
        if agent is Agent.SCANNER:
            return Verdict(Who.SCANNER, Why.SCANNER_AGENT)
        if hit.network is NetworkClass.SCANNER:
            return Verdict(Who.SCANNER, Why.SCANNER_NETWORK)
        return None

    def _by_company(self, place: int) -> Verdict | None:
        """What the other hits, and the time, say: rules 5 to 8."""
        hit = self.hits[place]
        if hit.is_honeypot or place in self.trapped:
            return Verdict(Who.SCANNER, Why.HONEYPOT)
        if place in self.confirmed:
            return Verdict(Who.HUMAN_CONFIRMED, Why.BEACON)
        if place in self.burst:
            return Verdict(Who.SCANNER, Why.BURST)
        if place in self.swept:
            return Verdict(Who.SCANNER, Why.SWEEP)
        if self._has_company(place, self.marked, _is_same_source):
            return Verdict(Who.SCANNER, Why.SAME_SOURCE)
        if hit.kind is Kind.CLICK and self._was_tried(place):
            return Verdict(Who.SCANNER_SUSPECTED, Why.HEAD_FIRST)
        if self.facts.is_gateway and self._is_within(hit, TOO_SOON):
            return Verdict(Who.SCANNER_SUSPECTED, Why.TOO_SOON)
        return None

    def _is_within(self, hit: Hit, time: timedelta) -> bool:
        """Whether it came so soon after the message was handed over, or just before."""
        since = self.facts.handed_over_at
        return since is not None and -CLOCKS_DIFFER <= hit.at - since < time

    def _trapped(self) -> set[int]:
        """Who touched the honeypot, what it touched besides, and the burst of which that was one.

        A burst goes on as long as its next click comes within ten seconds.
        """
        bait = {place for place in self.clicks if self.hits[place].is_honeypot}
        if not bait:
            return set()
        near = {
            place
            for place in self.order
            if agent_of(self.hits[place].agent, self.hits[place].kind) is not Agent.PROXY
            and self._has_company(place, bait, _is_same_network)
        }
        chained: set[int] = set()
        for chain in self._chains():
            touched = [place for place in chain if place in bait]
            chained.update(
                place
                for place in chain
                if any(abs(self._gap(place, one)) <= NEARBY for one in touched)
            )
        return bait | near | chained

    def _chains(self) -> Iterator[list[int]]:
        """Clicks, cut wherever none came for ten seconds."""
        chain: list[int] = []
        for place in self.clicks:
            if chain and self._gap(place, chain[-1]) > BURST_WITHIN:
                yield chain
                chain = []
            chain.append(place)
        if chain:
            yield chain

    def _gathered(
        self, clicks: Sequence[int], within: timedelta, is_enough: Callable[[int], bool]
    ) -> set[int]:
        """Of these, in any such stretch of time in which enough different links were followed."""
        found: set[int] = set()
        counts: dict[int, int] = {}
        first = 0
        for last, place in enumerate(clicks):
            counts[self._link(place)] = counts.get(self._link(place), 0) + 1
            while self._gap(place, clicks[first]) > within:
                gone = self._link(clicks[first])
                counts[gone] -= 1
                if not counts[gone]:
                    del counts[gone]
                first += 1
            if is_enough(len(counts)):
                found.update(clicks[first : last + 1])
        return found

    def _is_burst(self, count: int) -> bool:
        """One link alone is no burst, even if it is the only one."""
        return count >= BURST_LINKS or (count > 1 and self._are_nearly_all(count))

    def _is_sweep(self, count: int) -> bool:
        return count >= SWEEP_LINKS and self._are_nearly_all(count)

    def _are_nearly_all(self, count: int) -> bool:
        return 0 < self.facts.links_count * NEARLY_ALL <= count

    def _confirmed(self) -> set[int]:
        """Of each beacon the click that led there: the last one of that link before it."""
        found: set[int] = set()
        for beacon in self.order:
            seen = self.hits[beacon]
            if seen.kind is not Kind.BEACON:
                continue
            led = [
                place
                for place in self.links
                if self.hits[place].link_index == seen.link_index
                and self.hits[place].way is Way.PLAIN
                and timedelta(0) <= self._gap(beacon, place) <= CONFIRMS_WITHIN
            ]
            same = [place for place in led if _is_same_network(self.hits[place], seen)]
            found.update((same or led)[-1:])
        return found

    def _was_tried(self, place: int) -> bool:
        """Whether the same source asked for the head of the same link just before."""
        hit = self.hits[place]
        return any(
            self.hits[other].way is Way.HEAD
            and self.hits[other].link_index == hit.link_index
            and timedelta(0) <= self._gap(place, other) <= BURST_WITHIN
            and _is_same_network(self.hits[other], hit)
            for other in self.clicks
        )

    def _has_company(
        self, place: int, others: set[int], is_same: Callable[[Hit, Hit], bool]
    ) -> bool:
        return any(
            other != place
            and abs(self._gap(place, other)) <= NEARBY
            and is_same(self.hits[place], self.hits[other])
            for other in others
        )

    def _gap(self, later: int, earlier: int) -> timedelta:
        return self.hits[later].at - self.hits[earlier].at

    def _link(self, place: int) -> int:
        return self.hits[place].link_index or 0


_NOTHING_AGAINST: Final = Verdict(Who.HUMAN, Why.NOTHING_AGAINST)


def _is_known(hit: Hit) -> bool:
    """Whether its name or network gives it away as a scanner."""
    if hit.kind is Kind.BEACON:
        return False
    is_scanner = agent_of(hit.agent, hit.kind) is Agent.SCANNER
    return is_scanner or hit.network is NetworkClass.SCANNER


def _is_same_network(one: Hit, other: Hit) -> bool:
    return bool(one.ip) and one.ip == other.ip


def _is_same_source(one: Hit, other: Hit) -> bool:
    return _is_same_network(one, other) and one.agent == other.agent
