"""What is wrong with a store, in words, beside the button that mends it. Worst first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import pieces
from messaging.models import Sender
from messaging.states import Reason
from stores.models import Store
from stores.roles import Verb

SILENT_FROM: Final = 5.0  # orders usual by this hour, of which none came


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of one store, read for all stores at once."""

    store: Store
    failed: int = 0
    unknown: int = 0
    held: int = 0
    addresses: int = 0  # wrong ones, which somebody should correct
    aside: int = 0  # webhooks kept aside
    dry_pools: int = 0  # pools of discount codes that a mail found empty
    twice: int = 0  # kinds that its buyers get from us and from Shopify
    domains: int = 0  # of its senders, to look at
    audits: int = 0  # mails whose audit is overdue
    orders_today: int = 0
    orders_usual: float = 0.0
    sender: Sender | None = None
    has_secret: bool = True
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    tone: str  # bad: now; warn: this week
    head: str
    words: str
    button: str
    link: str
    verb: Verb


def findings(signs: Signs, now: datetime) -> list[Finding]:
    """All that is wrong with a store, the worst first; empty for one that runs well."""
    return [
        *_connection(signs),
        *_sender(signs, now),
        *_messages(signs),
        *_twice(signs),
        *_addresses(signs),
        *_quiet(signs),
        *_webhooks(signs),
        *_domains(signs),
        *_codes(signs),
        *_audits(signs),
    ]


def _connection(signs: Signs) -> Iterator[Finding]:
    page = reverse("admin:stores_store_change", args=[signs.store.pk])
    if signs.store.state == Store.State.UNINSTALLED:
        yield Finding(
            "bad",
            _("Disconnected:"),
            _("Shopify says that the app was removed. Nothing is sent."),
            _("Connect again"),
            page,
            Verb.MANAGE_STORES,
        )
        return
    if not signs.has_secret:
        yield Finding(
            "bad",
            _("Webhooks are refused:"),
            _("the signing secret is missing, so no order comes in."),
            _("Enter the secret"),
            page,
            Verb.MANAGE_STORES,
        )
    if signs.store.state == Store.State.PAUSED:
        yield Finding(
            "warn",
            _("Paused:"),
            _("messages are held until you let the store send again."),
            _("Let it send"),
            page,
            Verb.MANAGE_STORES,
        )


def _sender(signs: Signs, now: datetime) -> Iterator[Finding]:
    sender = signs.sender
    if sender is None:
        return
    since = pieces.moment(sender.trouble_since or now, now)
    yield Finding(
        "bad",
        _("Mail server refuses:"),
        _("%(trouble)s since %(since)s. Mails wait; none is lost.")
        % {"trouble": _trouble(sender), "since": since},
        _("Repair sender"),
        reverse("admin:messaging_sender_change", args=[sender.pk]),
        Verb.MANAGE_STORES,
    )


def _trouble(sender: Sender) -> str:
    known: Any = dict(Reason.choices)
    return sender.trouble_detail[:120] or str(known.get(sender.trouble, sender.trouble))


def _messages(signs: Signs) -> Iterator[Finding]:
    if signs.failed:
        said = ngettext(
            "%(n)s mail could not be sent.", "%(n)s mails could not be sent.", signs.failed
        )
        yield _queue(signs, "bad", "FAILED", signs.failed, said, _("Look at %(n)s"))
    if signs.unknown:
        said = ngettext(
            "%(n)s mail may have been sent.", "%(n)s mails may have been sent.", signs.unknown
        )
        yield _queue(signs, "warn", "UNKNOWN", signs.unknown, said, _("Decide on %(n)s"))
    if signs.held:
        said = ngettext("%(n)s mail is held.", "%(n)s mails are held.", signs.held)
        yield _queue(signs, "warn", "HELD", signs.held, said, _("Look, then release"))


def _queue(signs: Signs, tone: str, state: str, count: int, said: str, button: str) -> Finding:
    listed = reverse("admin:messaging_message_changelist")
    return Finding(
        tone,
        said % {"n": count},
        "",
        button % {"n": count},
        f"{listed}?store={signs.store.pk}&state={state}",
        Verb.VIEW_MESSAGES,
    )


def _twice(signs: Signs) -> Iterator[Finding]:
    if not signs.twice:
        return
    said = ngettext("%(n)s mail goes out twice:", "%(n)s mails go out twice:", signs.twice)
    yield Finding(
        "bad",
        said % {"n": signs.twice},
        _("we send it, and so does Shopify."),
        _("Choose who sends"),
        reverse("admin:checklist", args=[signs.store.pk]) + "#natives",
        Verb.VIEW_STORES,
    )


def _addresses(signs: Signs) -> Iterator[Finding]:
    if not signs.addresses:
        return
    said = ngettext("%(n)s address is wrong.", "%(n)s addresses are wrong.", signs.addresses)
    yield Finding(
        "warn",
        said % {"n": signs.addresses},
        "",
        _("Correct and send again"),
        reverse("admin:rescue_changelist") + f"?store={signs.store.pk}",
        Verb.VIEW_MESSAGES,
    )


def _quiet(signs: Signs) -> Iterator[Finding]:
    if signs.orders_today or signs.orders_usual < SILENT_FROM:
        return
    yield Finding(
        "bad",
        _("Silent:"),
        _("no order today; usual by this hour is %(n)s.") % {"n": round(signs.orders_usual)},
        _("Check webhooks"),
        reverse("admin:intake_webhook_changelist") + f"?store={signs.store.pk}",
        Verb.REPLAY_WEBHOOKS,
    )


def _webhooks(signs: Signs) -> Iterator[Finding]:
    if not signs.aside:
        return
    said = ngettext(
        "%(n)s webhook could not be read.", "%(n)s webhooks could not be read.", signs.aside
    )
    yield Finding(
        "warn",
        said % {"n": signs.aside},
        "",
        _("Look, then replay"),
        reverse("admin:intake_webhook_changelist") + f"?store={signs.store.pk}&state=ATTENTION",
        Verb.REPLAY_WEBHOOKS,
    )


def _domains(signs: Signs) -> Iterator[Finding]:
    if not signs.domains:
        return
    yield Finding(
        "warn",
        _("Domain:"),
        _("its records in the DNS need somebody; mail may land in spam."),
        _("Look at the domain"),
        reverse("admin:messaging_sender_changelist") + f"?store={signs.store.pk}",
        Verb.MANAGE_STORES,
    )


def _codes(signs: Signs) -> Iterator[Finding]:
    if not signs.dry_pools:
        return
    yield Finding(
        "warn",
        _("Discount codes ran out:"),
        _("mails go without their promotion until there are more."),
        _("Add codes"),
        reverse("admin:messaging_promopool_changelist") + f"?store={signs.store.pk}",
        Verb.EDIT_TEMPLATES,
    )


def _audits(signs: Signs) -> Iterator[Finding]:
    if not signs.audits:
        return
    said = ngettext("%(n)s mail is to be audited.", "%(n)s mails are to be audited.", signs.audits)
    yield Finding(
        "warn",
        said % {"n": signs.audits},
        "",
        _("Look at %(n)s") % {"n": signs.audits},
        reverse("admin:audits_changelist") + f"?store={signs.store.pk}&due=OVERDUE",
        Verb.VIEW_TEMPLATES,
    )
