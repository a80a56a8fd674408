"""What the DNS doctor found, in words: what it means for mail, and what to do."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.dns_findings import Check, Verdict

_WORDS: Final[dict[tuple[str, str], Any]] = {
    (Check.SPF, "missing"): gettext_lazy(
        "There is no SPF record, so nobody can tell which servers may send for the domain. Add it."
    ),
    (Check.SPF, "not-needed"): gettext_lazy(
        "Your mail service proves itself through a return path of its own; none is needed here."
    ),
    (Check.SPF, "several"): gettext_lazy(
        "There are %(count)s SPF records. Receivers then believe none of them: keep one."
    ),
    (Check.SPF, "too-many"): gettext_lazy(
        "Reading it takes more than 10 look-ups, at which receivers give up. Take out what you "
        "no longer send with."
    ),
    (Check.SPF, "nearly-too-many"): gettext_lazy(
        "Reading it takes %(count)s look-ups; more than 10 break it. Take out what you no longer "
        "send with before you add anything."
    ),
    (Check.SPF, "lets-everybody"): gettext_lazy(
        "It lets every server in the world send for the domain. End it with ~all."
    ),
    (Check.SPF, "lacks-include"): gettext_lazy(
        "It does not name your mail service: include:%(include)s is missing."
    ),
    (Check.SPF, "lacks-server"): gettext_lazy(
        "It does not name your mail server %(host)s, so its mail looks forged."
    ),
    (Check.SPF, "open-end"): gettext_lazy(
        "It does not say what to do with other servers' mail. End it with ~all."
    ),
    (Check.SPF, "includes"): gettext_lazy("One record, and it names your mail service."),
    (Check.SPF, "stands"): gettext_lazy("One record, and it can be read."),
    (Check.DKIM, "no-selector"): gettext_lazy(
        "Your mail service makes the key. Enter the selector that it shows: it is the part "
        "before ._domainkey."
    ),
    (Check.DKIM, "missing"): gettext_lazy(
        "No key stands at the selectors we looked at (%(selectors)s). Add the record as your mail "
        "service shows it, or enter the selector that it shows."
    ),
    (Check.DKIM, "several"): gettext_lazy(
        "Several keys stand at %(name)s; receivers may take any of them. Keep one."
    ),
    (Check.DKIM, "revoked"): gettext_lazy(
        "The key at %(name)s is empty, which means withdrawn. Add it again as your mail service "
        "shows it."
    ),
    (Check.DKIM, "broken"): gettext_lazy(
        "The key at %(name)s cannot be read; often a piece was lost while it was pasted. Add it "
        "again."
    ),
    (Check.DKIM, "weak"): gettext_lazy(
        "The key at %(name)s has only %(bits)s bits; receivers do not believe it. Have your mail "
        "service make a new one."
    ),
    (Check.DKIM, "testing"): gettext_lazy(
        "The key at %(name)s is marked as a test (t=y). Take that mark away."
    ),
    (Check.DKIM, "stands"): gettext_lazy("A key of %(bits)s bits stands at %(name)s."),
    (Check.DMARC, "missing"): gettext_lazy(
        "There is no DMARC record. Gmail and Yahoo ask one of whoever sends much. Begin with one "
        "that only watches."
    ),
    (Check.DMARC, "several"): gettext_lazy(
        "There are several DMARC records at %(where)s. Receivers then heed none: keep one."
    ),
    (Check.DMARC, "broken"): gettext_lazy(
        "The record at %(where)s has no policy that receivers know: p=none, quarantine or reject."
    ),
    (Check.DMARC, "watches"): gettext_lazy(
        "The policy only watches (none). Once the reports show only your own servers, ask for "
        "quarantine."
    ),
    (Check.DMARC, "stands"): gettext_lazy(
        "The policy asks receivers to act on forged mail: %(policy)s."
    ),
    (Check.ALIGNMENT, "stands"): gettext_lazy(
        "%(by)s speaks for the domain in the from address, so mail counts as its own."
    ),
    (Check.ALIGNMENT, "strict"): gettext_lazy(
        "The key stands at %(where)s, but the policy asks strictly for %(domain)s (adkim=s). Add a "
        "key for %(domain)s, or write adkim=r."
    ),
    (Check.ALIGNMENT, "nothing"): gettext_lazy(
        "Neither SPF nor DKIM speaks for the domain in the from address, so mail cannot be told "
        "from a forgery. Set up DKIM."
    ),
    (Check.ALIGNMENT, "unknown"): gettext_lazy("It cannot be told before DKIM and DMARC can."),
    (Check.MX, "stands"): gettext_lazy("Answers and returned mail arrive."),
    (Check.MX, "null"): gettext_lazy(
        "The domain says that it takes no mail. Answers and returned mail are lost: use another "
        "from address, or add a mail server."
    ),
    (Check.MX, "only-an-address"): gettext_lazy(
        "No mail server is named; some senders then try the web server. Name one."
    ),
    (Check.MX, "missing"): gettext_lazy(
        "The domain takes no mail, so answers and returned mail are lost. Name a mail server."
    ),
}
_UNANSWERED: Final = gettext_lazy(
    "The name servers did not answer for %(name)s. Look again in some minutes."
)
_VERDICTS: Final = {
    Verdict.GOOD: gettext_lazy("%(domain)s is fit to send."),
    Verdict.UNKNOWN: gettext_lazy("Not all of %(domain)s could be looked at."),
    Verdict.LOOK: gettext_lazy("%(domain)s can send; look at what would make it safer."),
    Verdict.ACT: gettext_lazy("%(domain)s needs you: mail may land in spam, or be refused."),
}


def of_finding(check: str, code: str, facts: Mapping[str, Any]) -> str:
    """What was found, what it means, and what to do, in the active language."""
    if code == "unanswered":
        return str(_UNANSWERED) % facts
    words = _WORDS.get((check, code))
    if words is None:  # kept by a later version of us
        return code
    by = _(" and ").join(facts["by"]) if "by" in facts else ""
    return str(words) % {**facts, "by": by}


def of_verdict(verdict: str, domain: str) -> str:
    return str(_VERDICTS[Verdict(verdict)]) % {"domain": domain}


def codes() -> set[tuple[str, str]]:
    return set(_WORDS)
