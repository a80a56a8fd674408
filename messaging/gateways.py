"""Which mailboxes stand behind a filter that opens mail and follows its links before anybody reads.

# Note [Gateways are looked up aside]
Sending asks the table what it knows and notes the domains that it has never met; a task asks the
DNS about those, a minute later. So the first mail to a domain goes without the hidden link, and
no mail ever waits for a name server. After a month a domain is forgotten, and asked about anew.
"""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from messaging import domains
from messaging.dns_asking import Asker, Unanswered
from messaging.models import MailboxDomain, Message
from messaging.states import Channel

# The ends of the names of mail servers, and whose they are. Written down by hand.
GATEWAYS: Final = {
    "pphosted.com": "proofpoint",
    "ppe-hosted.com": "proofpoint",
    "mimecast.com": "mimecast",
    "mimecast.co.za": "mimecast",
    "barracudanetworks.com": "barracuda",
    "protection.outlook.com": "microsoft",
    "mx.microsoft": "microsoft",
    "messagelabs.com": "broadcom",
    "iphmx.com": "cisco",
    "fireeyecloud.com": "trellix",
    "trendmicro.com": "trendmicro",
    "trendmicro.eu": "trendmicro",
    "sophos.com": "sophos",
    "hornetsecurity.com": "hornetsecurity",
    "antispameurope.com": "hornetsecurity",
    "mailcontrol.com": "forcepoint",
}
KEPT_FOR: Final = timedelta(days=30)
SILENT_FOR: Final = timedelta(days=1)  # whose name servers are silent is let alone so long
SECONDS: Final = 4.0  # for one call, below the deadline of all questions (domains.SECONDS)
AT_ONCE: Final = 40


def domain_of(address: str) -> str:
    """ "" where there is no address, or no domain that can be asked about."""
    domain = address.rpartition("@")[2].lower().rstrip(".") if "@" in address else ""
    return domain if "." in domain and len(domain) <= 253 else ""


def gateways_of(*, names: Iterable[str]) -> dict[str, str]:
    """The gateway of each domain that is known, "" for none. One query; none for none."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    rows = MailboxDomain.objects.filter(domain__in=wanted)
    return dict(rows.values_list("domain", "gateway"))


def meet_domains(*, names: Iterable[str], now: datetime) -> dict[str, str]:
    """Which of them stand behind gateways, as far as it is known; the others are noted.

    One query, and one statement more if there are any that were never met.
    """
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    known = gateways_of(names=wanted)
    # In one order, so that senders who meet the same never wait for each other in a circle.
    fresh = [MailboxDomain(domain=name, seen_at=now) for name in sorted(wanted - known.keys())]
    if fresh:
        MailboxDomain.objects.bulk_create(fresh, ignore_conflicts=True)
    return {domain: gateway for domain, gateway in known.items() if gateway}


def guarded(messages: Iterable[Message], *, now: datetime) -> set[int]:
    """The mails whose recipients stand behind gateways, as far as it is known: see meet_domains."""
    mails = [each for each in messages if each.channel == Channel.EMAIL]
    asked = {each.pk: domain_of(each.recipient) for each in mails}
    known = meet_domains(names=asked.values(), now=now)
    return {pk for pk, domain in asked.items() if domain in known}


def look_up_gateways(*, now: datetime, asker: Asker | None = None, limit: int = AT_ONCE) -> int:
    """Ask the DNS about domains that nobody has asked about; how many were asked about.

    Asks the network for a few seconds at most, so never call it in a transaction.
    """
    asker = asker or domains.new_asker()
    ends = time.monotonic() + SECONDS
    rows = MailboxDomain.objects.filter(looked_up_at=None).order_by("seen_at", "domain")
    count = 0
    for row in rows[:limit]:
        if time.monotonic() > ends:
            break
        gateway, at = "", now
        try:
            gateway = _gateway_in(asker.ask(row.domain, "MX"))
        except Unanswered:
            at = now - KEPT_FOR + SILENT_FOR  # soon forgotten, and asked about at the next mail
        mine = MailboxDomain.objects.filter(pk=row.pk)
        count += mine.update(gateway=gateway, looked_up_at=at)
    return count


def forget_domains(*, now: datetime) -> int:
    """Drop what was looked up long ago; how many."""
    old = MailboxDomain.objects.filter(looked_up_at__lt=now - KEPT_FOR)
    return old.delete()[0]


def _gateway_in(records: Iterable[str]) -> str:
    """Of MX records as a zone file has them: "10 mail.example."."""
    for record in records:
        host = record.split()[-1].lower().rstrip(".")
        for ending, name in GATEWAYS.items():
            if host == ending or host.endswith(f".{ending}"):
                return name
    return ""
