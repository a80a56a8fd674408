"""SPF: one record, not too dear to read, which lets the account's servers send (RFC 7208)."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from messaging.dns_asking import Asker, Unanswered
from messaging.dns_facts import Needs
from messaging.dns_findings import Check, Finding, Record, Verdict

MOST_LOOKUPS: Final = 10  # RFC 7208, 4.6.4
MANY_LOOKUPS: Final = 9
_RECORD: Final = re.compile(r"\Av=spf1(\s|\Z)", re.IGNORECASE)
_ASKS: Final = re.compile(r"\A[+?~-]?(a|mx|ptr|exists|include)([:/]|\Z)", re.IGNORECASE)
# What no record of ours mends: others' includes are too many.
_NO_PASTE: Final = {"too-many", "nearly-too-many"}

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(slots=True)
class _Reading:
    """A record and all that it includes."""

    lookups: int = 0
    includes: set[str] = field(default_factory=set)
    networks: list[_Network] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)  # ("a" or "mx", name)


def look(domain: str, needs: Needs, asker: Asker) -> Finding:
    """Raises Unanswered."""
    records = tuple(text for text in asker.ask(domain, "TXT") if _RECORD.match(text))
    wanted = (Record(domain, "TXT", _better(records[0] if records else "", needs)),)
    verdict, code, facts = _judge(domain, records, needs, asker)
    facts = {"include": needs.include, "host": needs.own_host, **facts}
    is_fine = verdict == Verdict.GOOD or code in _NO_PASTE
    return Finding(Check.SPF, verdict, code, facts, records, () if is_fine else wanted)


def _judge(
    domain: str, records: Sequence[str], needs: Needs, asker: Asker
) -> tuple[Verdict, str, dict[str, Any]]:
    worse = Verdict.ACT if needs.uses_from_domain else Verdict.LOOK
    if not records and not needs.include and not needs.uses_from_domain:
        return Verdict.GOOD, "not-needed", {}
    if not records:
        return worse, "missing", {}
    if len(records) > 1:
        return Verdict.ACT, "several", {"count": len(records)}
    reading = _read(domain, records[0], asker)
    facts: dict[str, Any] = {"count": reading.lookups}
    code = _broken(records[0], reading)
    if code:
        return Verdict.ACT, code, facts
    code = _keeps_out(reading, needs, asker)
    if code:
        return worse, code, facts
    facts["passes"] = bool(needs.include or needs.own_host)
    for doubtful, code in _DOUBTS:
        if doubtful(records[0], reading):
            return Verdict.LOOK, code, facts
    return Verdict.GOOD, "includes" if needs.include else "stands", facts


def _broken(record: str, reading: _Reading) -> str:
    if reading.lookups > MOST_LOOKUPS:
        return "too-many"
    terms = record.lower().split()
    return "lets-everybody" if "+all" in terms or "all" in terms else ""


def _keeps_out(reading: _Reading, needs: Needs, asker: Asker) -> str:
    if needs.include:
        return "" if needs.include in reading.includes else "lacks-include"
    if needs.own_host and not _lets(needs.own_host, reading, asker):
        return "lacks-server"
    return ""


def _has_open_end(record: str, _reading: _Reading) -> bool:
    terms = record.lower().split()
    is_redirected = any(one.startswith("redirect=") for one in terms)
    return terms[-1] not in ("~all", "-all") and not is_redirected


_DOUBTS: Final[tuple[tuple[Callable[[str, _Reading], bool], str], ...]] = (
    (lambda _record, reading: reading.lookups >= MANY_LOOKUPS, "nearly-too-many"),
    (_has_open_end, "open-end"),
)


def _better(now: str, needs: Needs) -> str:
    """The record as it should stand: what is there stays."""
    ours = f"include:{needs.include}" if needs.include else ""
    if needs.own_host:
        ours = f"a:{needs.own_host}"
    terms = [one for one in now.split()[1:] if one.lower().lstrip("+?~-") != "all"]
    if ours and ours not in (one.lower() for one in terms):
        terms.append(ours)
    is_redirected = any(one.lower().startswith("redirect=") for one in terms)
    return " ".join(["v=spf1", *terms, *([] if is_redirected else ["~all"])])


def _read(domain: str, record: str, asker: Asker) -> _Reading:
    """What the record costs a receiver to read, and whom it lets send."""
    reading, waiting, seen = _Reading(), [(domain, record)], {domain.lower()}
    while waiting and reading.lookups <= MOST_LOOKUPS * 2:
        here, text = waiting.pop()
        for kind, target in _terms(text):
            if kind == "ip":
                reading.networks += _network(target)
                continue
            reading.lookups += 1
            if kind in ("a", "mx"):
                reading.names.append((kind, target.partition("/")[0] or here))
            if kind not in ("include", "redirect") or target in seen or "%" in target:
                continue
            seen.add(target)
            reading.includes.add(target)
            found = [one for one in asker.ask(target, "TXT") if _RECORD.match(one)]
            waiting += [(target, one) for one in found[:1]]
    return reading


def _terms(record: str) -> Iterator[tuple[str, str]]:
    for term in record.lower().split()[1:]:
        plain = term.lstrip("+")
        if plain.startswith(("ip4:", "ip6:")):
            yield "ip", plain[4:]
        elif plain.startswith("redirect="):
            yield "redirect", plain[9:].rstrip(".")
        elif match := _ASKS.match(term):
            yield match[1], term.partition(":")[2].rstrip(".")


def _network(text: str) -> list[_Network]:
    try:
        return [ipaddress.ip_network(text, strict=False)]
    except ValueError:
        return []


def _lets(host: str, reading: _Reading, asker: Asker) -> bool:
    """Whether the record names one of the server's addresses. Mail may leave by another of them."""
    addresses = set(asker.ask(host, "A"))
    if not addresses:
        raise Unanswered(host)
    if any(ipaddress.ip_address(one) in net for one in addresses for net in reading.networks):
        return True
    for kind, name in reading.names:
        hosts = [name]
        if kind == "mx":
            hosts = [one.split()[-1].rstrip(".") for one in asker.ask(name, "MX")]
        if any(addresses & set(asker.ask(one, "A")) for one in hosts if one):
            return True
    return False
