"""The domain of a sender: is it fit to send, what to paste where, and how it stood before."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from messaging import dns_words, domains
from messaging.dns_findings import Check, Verdict
from messaging.models import DomainCheck, Sender
from stores.admin_base import actor_of, may
from stores.roles import Verb
from tracking import providers

LOOKS: Final = {
    Verdict.GOOD: ("good", "check"),
    Verdict.UNKNOWN: ("unk", "unknown"),
    Verdict.LOOK: ("warn", "eye"),
    Verdict.ACT: ("bad", "fail"),
}
SHOWN: Final = 30  # looks in the history


@dataclass(frozen=True, slots=True)
class Line:
    """One check as it is shown."""

    title: str
    badge: SafeString
    words: str
    found: list[str]
    wanted: list[dict[str, str]]


def badge_of(verdict: str) -> SafeString:
    tone, symbol = LOOKS[Verdict(verdict)]
    words = Verdict(verdict).label
    return pieces.state(words[:1].upper() + words[1:], tone=tone, symbol=symbol)


def badge_beside(check: DomainCheck | None) -> SafeString:
    """Beside a sender: whether receivers can tell that its mail is the domain's own."""
    if check is None:
        return pieces.state(_("Not looked at yet"), symbol="clock")
    if check.is_verified:
        return pieces.state(_("Verified"), tone="good", symbol="check")
    if check.verdict == Verdict.UNKNOWN:
        return pieces.state(_("Not known"), tone="unk", symbol="unknown")
    return pieces.state(_("Not verified"), tone="warn", symbol="eye")


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Two queries beside who asks: the sender, and its looks."""
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    sender = _sender(request, pk)
    looks = list(DomainCheck.objects.filter(sender=sender).newest_first()[:SHOWN])
    now = looks[0] if looks else None
    listed = reverse("admin:messaging_sender_changelist")
    own = reverse("admin:messaging_sender_change", args=[sender.pk])
    context = {
        **admin.site.each_context(request),
        "title": _("Domain"),
        "crumbs": [(_("Senders"), listed), (str(sender), own), (_("Domain"), "")],
        "sender": sender,
        "domain": domains.domain_of(sender),
        "now": now,
        "verdict": dns_words.of_verdict(now.verdict, now.domain) if now else "",
        "beside": badge_beside(now),
        "lines": [_line(one) for one in now.findings] if now else [],
        "selectors": ", ".join(now.selectors) if now else "",
        "history": [(look, badge_of(look.verdict)) for look in looks],
        "reports_to": providers.address_of(sender) if sender.service in providers.RECIPES else "",
        "has_secret": bool(sender.webhook_secret),
    }
    return TemplateResponse(request, "desk/domain.html", context)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The button: one look, then back."""
    sender = _sender(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    said = request.POST.get("selectors", "").replace(",", " ").split()
    found = domains.check_domain(sender=sender, now=timezone.now(), selectors=said)
    if found is None:
        messages.error(request, _("There is no domain to look at: mail of this sender stays here."))
    else:
        messages.info(request, dns_words.of_verdict(found.verdict, found.domain))
    return redirect("admin:sender_domain", pk)


def _sender(request: HttpRequest, pk: int) -> Sender:
    actor_of(request)
    return get_object_or_404(Sender.objects.select_related("store"), pk=pk)


def _line(finding: dict[str, Any]) -> Line:
    return Line(
        title=str(Check(finding["check"]).label),
        badge=badge_of(finding["verdict"]),
        words=dns_words.of_finding(finding["check"], finding["code"], finding["facts"]),
        found=finding["found"],
        wanted=finding["wanted"],
    )
