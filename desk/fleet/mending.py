"""The button that mends what is wrong with a store: each finding stands beside its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from common.marking import gettext_noop as noop
from fleet import words
from fleet.kinds import FindingKind as Kind
from fleet.kinds import Severity
from fleet.models import Finding
from stores.roles import Verb

TONES: Final = {Severity.BAD: "bad", Severity.WARN: "warn", Severity.GOOD: "good"}
Button = tuple[str, str, Verb]  # its words, where it leads, who may


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in words, beside the button that mends it."""

    finding: Finding
    tone: str
    head: str
    words: str
    button: str
    link: str
    verb: Verb


def shown(finding: Finding, now: datetime) -> Shown:
    head, rest = words.said_of(finding, now)
    button, link, verb = _BUTTONS[Kind(finding.kind)](finding)
    return Shown(finding, tone_of(finding.severity), head, rest, button, link, verb)


def tone_of(severity: int) -> str:
    return TONES[Severity(severity)]


def _messages(state: str, words_of_button: str) -> Callable[[Finding], Button]:
    def button(finding: Finding) -> Button:
        listed = reverse("admin:messaging_message_changelist")
        said = _(words_of_button) % {"n": words.counted(finding.count)}
        return said, f"{listed}?store={finding.store_id}&state={state}", Verb.VIEW_MESSAGES

    return button


def _store(said: str) -> Callable[[Finding], Button]:
    def button(finding: Finding) -> Button:
        page = reverse("admin:stores_store_change", args=[finding.store_id])
        return _(said), page, Verb.MANAGE_STORES

    return button


def _list(said: str, name: str, verb: Verb, more: str = "") -> Callable[[Finding], Button]:
    """A list, narrowed to the store."""

    def button(finding: Finding) -> Button:
        words_of_button = _(said) % {"n": words.counted(finding.count)}
        try:
            page = reverse(name)
        except NoReverseMatch:  # the room has no page in this installation
            return "", "", verb
        return words_of_button, f"{page}?store={finding.store_id}{more}", verb

    return button


def _sender(finding: Finding) -> Button:
    sender = finding.about.get("sender_id")
    page = reverse("admin:messaging_sender_changelist") + f"?store={finding.store_id}"
    if sender:
        page = reverse("admin:messaging_sender_change", args=[sender])
    return _("Repair sender"), page, Verb.MANAGE_STORES


def _twice(finding: Finding) -> Button:
    page = reverse("admin:checklist", args=[finding.store_id]) + "#natives"
    return _("Choose who sends"), page, Verb.VIEW_STORES


def _links(finding: Finding) -> Button:
    page = reverse("admin:tracking_domain", args=[finding.store_id])
    return _("Look at the domain"), page, Verb.MANAGE_STORES


def _missed(finding: Finding) -> Button:
    page = reverse("admin:catching_up", args=[finding.store_id]) + "#question"
    return _("Send confirmations?"), page, Verb.VIEW_STORES


_WEBHOOKS: Final = "admin:intake_webhook_changelist"
_BUTTONS: Final[dict[Kind, Callable[[Finding], Button]]] = {
    Kind.DISCONNECTED: _store(noop("Connect again")),
    Kind.NO_SECRET: _store(noop("Enter the secret")),
    Kind.CONNECTION: _store(noop("Connect again")),
    Kind.PAUSED: _store(noop("Let it send")),
    Kind.SUBSCRIPTIONS: _store(noop("Connect again")),
    Kind.SENDER: _sender,
    Kind.TWICE: _twice,
    Kind.LINKS: _links,
    Kind.FAILED: _messages("FAILED", noop("Look at %(n)s")),
    Kind.UNKNOWN: _messages("UNKNOWN", noop("Decide on %(n)s")),
    Kind.HELD: _messages("HELD", noop("Look, then release")),
    Kind.SILENT: _list(noop("Check webhooks"), _WEBHOOKS, Verb.REPLAY_WEBHOOKS),
    Kind.LAG: _list(noop("Check webhooks"), _WEBHOOKS, Verb.REPLAY_WEBHOOKS, "&state=RECEIVED"),
    Kind.MISSED: _missed,
    Kind.ASIDE: _list(
        noop("Look, then replay"), _WEBHOOKS, Verb.REPLAY_WEBHOOKS, "&state=ATTENTION"
    ),
    Kind.BOUNCES: _list(
        noop("Correct and send again"), "admin:rescue_changelist", Verb.VIEW_MESSAGES
    ),
    Kind.COMPLAINTS: _list(
        noop("Look at who complained"),
        "admin:messaging_message_changelist",
        Verb.VIEW_MESSAGES,
        "&arrival=COMPLAINED",
    ),
    Kind.ADDRESSES: _list(
        noop("Correct and send again"), "admin:rescue_changelist", Verb.VIEW_MESSAGES
    ),
    Kind.PARCELS: _list(noop("Look at %(n)s"), "admin:alarms_changelist", Verb.VIEW_ORDERS),
    Kind.DOMAIN: _list(
        noop("Look at the domain"), "admin:messaging_sender_changelist", Verb.MANAGE_STORES
    ),
    Kind.CODES: _list(
        noop("Add codes"), "admin:messaging_promopool_changelist", Verb.EDIT_TEMPLATES
    ),
    Kind.AUDITS: _list(
        noop("Look at %(n)s"), "admin:audits_changelist", Verb.VIEW_TEMPLATES, "&due=OVERDUE"
    ),
    Kind.EXPORTS: _list(noop("Hand it over"), "admin:exports_changelist", Verb.MANAGE_STORES),
    Kind.RULES: _list(noop("Look at the automations"), "admin:rules_changelist", Verb.VIEW_ORDERS),
}
