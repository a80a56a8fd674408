"""What the DNS doctor finds: codes and facts, kept as they are; dns_words.py says them in words."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """From best to worst."""

    GOOD = "GOOD", _("good")
    UNKNOWN = "UNKNOWN", _("unknown")
    LOOK = "LOOK", _("look at it")
    ACT = "ACT", _("act now")


class Check(TextChoices):
    SPF = "SPF", "SPF"
    DKIM = "DKIM", "DKIM"
    DMARC = "DMARC", "DMARC"
    ALIGNMENT = "ALIGNMENT", _("Alignment")
    MX = "MX", _("Mail to this domain")


@dataclass(frozen=True, slots=True)
class Record:
    """What to paste where."""

    name: str
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what it comes to, why, what stands there, and what should."""

    check: Check
    verdict: Verdict
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    wanted: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    domain: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        return max((one.verdict for one in self.findings), key=list(Verdict).index)

    @property
    def is_verified(self) -> bool:
        """Whether receivers can tell that mail of this account is the domain's own."""
        aligned = next(one for one in self.findings if one.check == Check.ALIGNMENT)
        return bool(aligned.facts.get("by"))
