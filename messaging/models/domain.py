"""What the DNS said of a sender's domain, each time it was asked."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.dns_findings import Verdict
from messaging.models.sender import Sender
from stores.owned import FencedManager, FencedQuerySet, StoreOwned

TROUBLE = (Verdict.ACT, Verdict.LOOK)


class DomainCheckQuerySet(FencedQuerySet["DomainCheck"]):
    def current(self) -> Self:
        """What holds now: one for each sender that was ever looked at."""
        return self.filter(is_latest=True)

    def to_look_at(self) -> Self:
        """Those that a person should look at: mail suffers, or what stood well no longer does."""
        worse = Q(is_worse=True, verdict__in=TROUBLE)
        return self.current().filter(Q(verdict=Verdict.ACT) | worse)

    def newest_first(self) -> Self:
        return self.order_by("-checked_at", "-id")

    def older_than(self, moment: datetime) -> Self:
        return self.filter(is_latest=False, checked_at__lt=moment)


class DomainCheck(StoreOwned):
    """One look at the domain in a sender's from address. Findings are codes, see dns_words.py."""

    sender = models.ForeignKey(Sender, models.CASCADE, related_name="domain_checks", db_index=False)
    domain = models.CharField(_("domain"), max_length=253)
    # Where DKIM keys were looked for because a person said so; the next look asks there too.
    selectors = models.JSONField(default=list)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    is_verified = models.BooleanField(_("verified"))
    is_worse = models.BooleanField(default=False)  # than the look before
    is_latest = models.BooleanField(default=True)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(_("looked at"))

    objects: ClassVar = FencedManager.from_queryset(DomainCheckQuerySet)()

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        constraints = [
            # Also where a sender's verdict is read.
            models.UniqueConstraint(
                fields=["sender"], condition=Q(is_latest=True), name="one_latest_look"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="domain_verdict_is_known"
            ),
        ]
        indexes = [
            # The history on its page, newest first.
            models.Index(
                F("sender"), F("checked_at").desc(), F("id").desc(), name="looks_of_sender"
            ),
            # Those to look at, on the start page.
            models.Index(
                fields=["store", "checked_at"], condition=Q(is_latest=True), name="domains_now"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.verdict}"


class MailboxDomain(models.Model):
    """Who takes in the mail of a domain that was written to. Nobody's: it names no person or store.

    Forgotten after a month, and looked up again at the next mail (messaging/gateways.py).
    """

    domain = models.CharField(max_length=253, primary_key=True)
    # Whose servers look into each mail before the mailbox has it; "": nobody's that we know.
    gateway = models.CharField(max_length=24, blank=True)
    seen_at = models.DateTimeField()
    looked_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # messaging.look_up_gateways
            models.Index(
                fields=["seen_at"],
                condition=models.Q(looked_up_at=None),
                name="mailbox_domain_due",
            ),
            models.Index(fields=["looked_up_at"], name="mailbox_domain_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.gateway or 'no gateway'}"
