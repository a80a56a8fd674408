"""What waits for a person. Counts stop at 500; each queue has its button."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import pieces
from common.merging import newest_values_of_many
from intake.models import Webhook
from messaging.models import DomainCheck, Message, RescueCase
from messaging.rescuing import is_probable
from messaging.states import Reason, State
from shipping.models import Alarm, AlarmKind
from statuspage.models import BuyerRequest, RequestState
from stores.access import Actor
from stores.roles import Verb
from templates_app.models import Audit

MOST = 500
_TYPO = "TYPO"  # a wrong address for which another is suggested
_STATES = (State.FAILED, State.UNKNOWN, State.HELD)

Row = tuple[int | None, str, datetime]  # store (None: the agency), reason, since


@dataclass(frozen=True, slots=True)
class Waiting:
    """Up to MOST + 1 rows of each queue, newest first."""

    by_state: dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Queue:
    tone: str
    symbol: str
    title: str
    count: str
    what: str
    oldest: str
    button: str
    link: str
    is_first: bool = False


def waiting(store_ids: Collection[int]) -> Waiting:
    """Sixteen statements at most, each bounded. See Note [Newest of many] in common/merging.py."""
    newest = partial(_newest, sorted(store_ids))
    found: dict[str, list[Row]] = {}
    for state in _STATES:
        found[state] = newest(Message.objects.filter(state=state), "planned_at", "reason")
    found["ADDRESSES"] = [
        (store, _TYPO if is_probable(meant, score) else "", at)
        for store, meant, score, at in newest(
            RescueCase.objects.open(), "opened_at", "suggestion", "score"
        )
    ]
    found["PARCELS"] = newest(Alarm.objects.filter(closed_at=None), "since", "kind")
    found["ASKED"] = newest(
        BuyerRequest.objects.filter(state=RequestState.OPEN), "asked_at", "kind"
    )
    found["ASIDE"] = newest(Webhook.objects.needing_attention(), "received_at", "reason")
    overdue = Audit.objects.filter(closed_at=None, due_on__lt=timezone.localdate())
    days = overdue.order_by("-due_on", "-pk").values_list("store_id", "due_on")[: MOST + 1]
    found["AUDITS"] = [(store_id, "", _morning(due_on)) for store_id, due_on in days]
    doubtful = DomainCheck.objects.to_look_at().order_by("-checked_at", "-pk")
    found["DOMAINS"] = [
        (store_id, "", at)
        for store_id, at in doubtful.values_list("store_id", "checked_at")[: MOST + 1]
    ]
    return Waiting(found)


def _newest(
    store_ids: Sequence[int], rows: QuerySet[Any, Any], time: str, *columns: str
) -> list[Any]:
    """Store, columns and time of each of the newest."""
    found = newest_values_of_many(
        rows,
        "store_id",
        *columns,
        owner="store_id",
        owners=store_ids,
        time=time,
        limit=MOST + 1,
    )
    return [(*values, at) for _pk, at, *values in found]


def queues(left: Waiting, names: dict[int, str], actor: Actor, now: datetime) -> list[Queue]:
    """Only those in which something waits; the button only for who may press it."""
    listed = reverse("admin:messaging_message_changelist")
    plans: list[tuple[str, str, str, str, str, str, Verb]] = [
        (
            "FAILED",
            "bad",
            "fail",
            _("Could not be sent"),
            _("Look at %(n)s"),
            f"{listed}?state=FAILED",
            Verb.VIEW_MESSAGES,
        ),
        (
            "UNKNOWN",
            "unk",
            "unknown",
            _("May have been sent"),
            _("Decide on %(n)s"),
            f"{listed}?state=UNKNOWN",
            Verb.VIEW_MESSAGES,
        ),
        (
            "HELD",
            "hold",
            "pause",
            _("Held"),
            _("Look, then release"),
            f"{listed}?state=HELD",
            Verb.VIEW_MESSAGES,
        ),
        (
            "ADDRESSES",
            "warn",
            "bounce",
            _("Wrong addresses"),
            _("Correct and send again"),
            reverse("admin:rescue_changelist"),
            Verb.VIEW_MESSAGES,
        ),
        (
            "PARCELS",
            "warn",
            "box",
            _("Parcels to look after"),
            _("Look at %(n)s"),
            reverse("admin:alarms_changelist"),
            Verb.VIEW_ORDERS,
        ),
        (
            "ASKED",
            "hold",
            "mail",
            _("Buyers' requests"),
            _("Answer %(n)s"),
            reverse("admin:requests_changelist"),
            Verb.VIEW_ORDERS,
        ),
        (
            "ASIDE",
            "warn",
            "plug",
            _("Webhooks kept aside"),
            _("Look, then replay"),
            reverse("admin:intake_webhook_changelist") + "?state=ATTENTION",
            Verb.REPLAY_WEBHOOKS,
        ),
        (
            "AUDITS",
            "warn",
            "eye",
            _("Mails to audit"),
            _("Look at %(n)s"),
            reverse("admin:audits_changelist") + "?due=OVERDUE",
            Verb.VIEW_TEMPLATES,
        ),
        (
            "DOMAINS",
            "warn",
            "globe",
            _("Domains to look at"),
            _("Look at %(n)s"),
            reverse("admin:messaging_sender_changelist"),
            Verb.MANAGE_STORES,
        ),
    ]
    made: list[Queue] = []
    for code, tone, symbol, title, button, link, verb in plans:
        rows = left.by_state[code]
        if not rows:
            continue
        count = pieces.bounded(len(rows), MOST)
        may = actor.may(verb)
        made.append(
            Queue(
                tone=tone,
                symbol=symbol,
                title=title,
                count=count,
                what=_what(code, rows, names),
                oldest=_oldest(rows, now),
                button=button % {"n": count} if may else "",
                link=link if may else "",
                is_first=not made,
            )
        )
    return made


def _oldest(rows: list[Row], now: datetime) -> str:
    if len(rows) > MOST:
        return _("Newest %(ago)s") % {"ago": pieces.ago(rows[0][2], now)}
    return _("Oldest %(ago)s") % {"ago": pieces.ago(rows[-1][2], now)}


def _what(code: str, rows: list[Row], names: dict[int, str]) -> str:
    """Where, and why for most of them."""
    if code == "AUDITS":
        return _("Overdue: somebody should look at them again.")
    stores = Counter(row[0] for row in rows)
    where = (
        _("All at %(store)s.") % {"store": names.get(rows[0][0] or 0, "")}
        if len(stores) == 1
        else ngettext("At %(n)s store.", "At %(n)s stores.", len(stores)) % {"n": len(stores)}
    )
    return pieces.in_a_row(where, _why(code, rows))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _probable(count: int) -> str:
    if not count:
        return _("Ask the buyer for another one.")
    words = ngettext(
        "%(n)s is probably a typing error; the right address is suggested.",
        "%(n)s are probably typing errors; the right address is suggested.",
        count,
    )
    return words % {"n": count}


def _why(code: str, rows: list[Row]) -> str:
    if code == "DOMAINS":
        return _("Mail from there may land in spam, or something that stood well no longer does.")
    if code == "ASIDE":
        return _("Signed as they should be, but we could not read them. Nothing is lost.")
    if code == "ADDRESSES":
        return _probable(sum(row[1] == _TYPO for row in rows))
    if code == "ASKED":
        return _("They wait for your word, and see on their page that they do.")
    reason, count = Counter(row[1] for row in rows).most_common(1)[0]
    words: Any = dict([*Reason.choices, *AlarmKind.choices]).get(reason, "")
    if not words:
        return ""
    if count == len(rows):
        return pieces.as_sentence(words)
    return _("Most: %(reason)s.") % {"reason": words}
