"""The domain of a sender over the API: what the DNS said last, and a new look."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from common.errors import DomainError
from messaging import dns_words, domains
from messaging.dns_findings import Check, Verdict
from messaging.models import DomainCheck, Sender
from stores.api_base import ApiView
from stores.roles import Verb


class NoDomain(DomainError):
    """Mail of this sender leaves under no domain."""

    code = "sender-has-no-domain"


class NotLookedYet(DomainError):
    """Nobody has looked at the domain so far."""

    code = "domain-not-checked"


class DnsRecordOut(serializers.Serializer[Any]):
    """A DNS record to paste."""

    name = serializers.CharField()
    type = serializers.CharField()
    value = serializers.CharField()


class DomainFindingOut(serializers.Serializer[Any]):
    """One check."""

    check = serializers.ChoiceField(choices=Check.choices)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    code = serializers.CharField(help_text="Stable, for programs")
    explanation = serializers.SerializerMethodField()
    found = serializers.ListField(child=serializers.CharField(), help_text="What stands there now")
    wanted = DnsRecordOut(many=True)

    def get_explanation(self, finding: dict[str, Any]) -> str:
        """What it means for mail, and what to do."""
        return dns_words.of_finding(finding["check"], finding["code"], finding["facts"])


class DomainCheckOut(serializers.Serializer[DomainCheck]):
    """What the DNS said of a sender's domain."""

    domain = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    explanation = serializers.SerializerMethodField()
    is_verified = serializers.BooleanField(help_text="SPF or DKIM speaks for the from address")
    is_worse = serializers.BooleanField(help_text="Something that stood well no longer does")
    checked_at = UtcTime()
    selectors = serializers.ListField(child=serializers.CharField())
    findings = DomainFindingOut(many=True)

    def get_explanation(self, row: DomainCheck) -> str:
        """The verdict as a sentence."""
        return dns_words.of_verdict(row.verdict, row.domain)


class DomainCheckIn(Strict):
    selectors = serializers.ListField(
        child=serializers.CharField(max_length=200),
        required=False,
        max_length=domains.MOST_SELECTORS,
        help_text="Of DKIM, as your mail service shows them. Left out: as you said last",
    )


EXAMPLE: dict[str, Any] = {
    "domain": "fjellgarn.example",
    "verdict": "ACT",
    "explanation": "fjellgarn.example needs you: mail may land in spam, or be refused.",
    "is_verified": False,
    "is_worse": False,
    "checked_at": "2026-11-20T09:12:00Z",
    "selectors": ["k1"],
    "findings": [
        {
            "check": "SPF",
            "verdict": "ACT",
            "code": "lacks-include",
            "explanation": ("It does not name your mail service: include:mailgun.org is missing."),
            "found": ["v=spf1 mx -all"],
            "wanted": [
                {
                    "name": "fjellgarn.example",
                    "type": "TXT",
                    "value": "v=spf1 mx include:mailgun.org ~all",
                }
            ],
        }
    ],
}


class SenderDomain(ApiView):
    verbs: ClassVar = {"GET": Verb.MANAGE_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "POST": Query}
    in_steps: ClassVar = frozenset({"POST"})  # asks the DNS; to look once more does no harm

    @described("senders_domain", "Read a domain's check", out=DomainCheckOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What the last look found. 409 `domain-not-checked` before the first."""
        sender = get_object_or_404(Sender, public_id=public_id)
        found = DomainCheck.objects.current().filter(sender=sender).first()
        if found is None:
            raise NotLookedYet("Nobody has looked yet: POST here, or wait for the daily look.")
        return self.shown(DomainCheckOut, found)

    @described(
        "senders_domain_check",
        "Check a domain",
        body=DomainCheckIn,
        out=DomainCheckOut,
        body_example={"selectors": ["k1"]},
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Ask the DNS now; it takes some seconds at most.

        409 `sender-has-no-domain` where mail is kept here or is no e-mail.
        """
        wanted = self.read_body(request, DomainCheckIn)
        sender = get_object_or_404(Sender, public_id=public_id)
        found = domains.check_domain(
            sender=sender, now=timezone.now(), selectors=wanted.get("selectors")
        )
        if found is None:
            raise NoDomain("Only mail that leaves by a server or a service has a domain to check.")
        return self.shown(DomainCheckOut, found)
