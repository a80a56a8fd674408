"""Many messages of the list, sent again: first what would go and what would not, then what did."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging import correcting_many
from messaging.correcting_many import AT_ONCE, Outcome, Wish
from messaging.correction import Words
from stores.admin_base import actor_of


def chosen(request: HttpRequest) -> list[int]:
    """The rows that were ticked, at most AT_ONCE."""
    found = (one for one in request.POST.getlist("_selected_action") if _is_id(one))
    return [int(one) for one in found][:AT_ONCE]


def page(request: HttpRequest, rows: QuerySet[Any], frame: dict[str, Any]) -> HttpResponse:
    """With `do=send` it sends; otherwise it only says what would come of it."""
    originals = list(rows.select_related("order__store").order_by("pk")[:AT_ONCE])
    words = request.POST.get("words", Words.NOW)
    wish = Wish(
        words=words if words in Words.values else str(Words.NOW),
        because=request.POST.get("because", "").replace("\0", "").strip()[:200],
        actor=actor_of(request).label,
        nonce=request.POST.get("nonce", "").replace("\0", "")[:60] or uuid.uuid4().hex,
    )
    is_done = request.POST.get("do") == "send"
    verb = correcting_many.resend_many if is_done else correcting_many.check_many
    outcomes = verb(originals=originals, wish=wish, now=timezone.now())
    listed = reverse("admin:messaging_message_changelist")
    context = {
        **frame,
        "title": _("Send again"),
        "crumbs": [(_("Messages"), listed), (_("Send again"), "")],
        "outcomes": outcomes,
        "going": [one for one in outcomes if one.refusal is None],
        "refusals": _refusals(outcomes),
        "wish": wish,
        "is_done": is_done,
    }
    return TemplateResponse(request, "desk/resend_many.html", context)


def _refusals(outcomes: Sequence[Outcome]) -> list[tuple[str, int]]:
    """Each reason with how many it keeps back, the most common first."""
    return Counter(str(one.refusal) for one in outcomes if one.refusal).most_common()


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
