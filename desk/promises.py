"""The promise of an order: how it was worked out, what was promised before, and setting it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.errors import DomainError
from desk.promise_steps import steps_of
from messaging import promise_news
from orders.models import LineItem, Order
from shipping import promise_words, queries
from shipping.delivery_settings import settings_of
from shipping.models import Promise
from shipping.promises import may_be_promised, today_of
from shipping.promising.data import LineDates, Why
from shipping.promising_by_hand import LONGEST_REASON, HandPromise
from stores.admin_base import actor_of, may
from stores.roles import Verb

_WHY = {
    Why.DIGITAL: gettext_lazy("nothing is sent"),
    Why.NO_PROCESSING: gettext_lazy("no processing time is set"),
    Why.NO_TRANSIT: gettext_lazy("no transit time is set"),
    Why.NEVER_OPEN: gettext_lazy("its calendar is never open"),
}


class PromiseForm(forms.Form):
    """Days in the store's time zone."""

    from_on = forms.DateField(label=gettext_lazy("Arrives from"))
    to_on = forms.DateField(label=gettext_lazy("Until"))
    ships_by_on = forms.DateField(label=gettext_lazy("Leaves by"), required=False)
    because = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON)

    def days(self) -> HandPromise:
        said = self.cleaned_data
        return HandPromise(
            from_on=said["from_on"], to_on=said["to_on"], ships_by_on=said["ships_by_on"]
        )


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """See it, or set it by hand. Four queries beside who asks and the frame."""
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    order = Order.objects.filter(pk=pk).select_related("store").first()
    if order is None:
        raise Http404
    if request.method == "POST":
        return _set(request, order)
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET", "POST"])
    return _shown(request, order, PromiseForm())


def _set(request: HttpRequest, order: Order) -> HttpResponse:
    if not may(request, Verb.HANDLE_PARCELS):
        raise PermissionDenied
    form = PromiseForm(request.POST)
    if not form.is_valid():
        return _shown(request, order, form, status=400)
    try:
        made = promise_news.set_promise(
            order=order,
            days=form.days(),
            actor=actor_of(request).label,
            because=form.cleaned_data["because"],
            now=timezone.now(),
        )
    except DomainError as refusal:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, str(refusal))
        return _shown(request, order, form, status=400)
    today = today_of(order, timezone.now())
    said = promise_words.days_in_words(made, today, get_language() or "en") if made else ""
    words = _("Promised: arrives %(days)s.") % {"days": said}
    messages.success(request, words if made else _("That is what is promised already."))
    return redirect(request.path)


def _shown(
    request: HttpRequest, order: Order, form: PromiseForm, *, status: int = 200
) -> HttpResponse:
    lines = LineItem.objects.filter(order=order).order_by("position")
    titles = {line.position: _title(line) for line in lines}
    found = queries.promises_of(order.pk)
    current = found[0] if found and found[0].is_current else None
    today = today_of(order, timezone.now())
    can_set = may_be_promised(order) and not order.archived_at
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Promise of %(order)s") % {"order": order},
        "order": order,
        "verdict": _verdict(current, today),
        "standing": promise_words.standing_in_words(current, today) if current else "",
        "tone": promise_words.standing_of(current, today).tone if current else "",
        "current": current,
        "steps": steps_of(current, titles) if current else [],
        "lines": _lines(current, titles, today) if current else [],
        "history": [_entry(row, today) for row in found],
        "is_hidden": current is not None and not settings_of(order.store_id).is_shown,
        "form": form if can_set and may(request, Verb.HANDLE_PARCELS) else None,
        "today": today,
        "is_sent": bool(current and current.shipped_at),
    }
    return TemplateResponse(request, "desk/promise.html", context, status=status)


def _title(line: LineItem) -> str:
    return ", ".join(filter(None, (line.title or "–", line.variant_title)))


def _verdict(current: Promise | None, today: date) -> str:
    if current is None:
        return _("Nothing is promised for this order")
    days = promise_words.days_in_words(current, today, get_language() or "en")
    if days:
        return _("Arrives %(days)s") % {"days": days}
    return _("When it arrives cannot be said")


def _lines(
    promise: Promise, titles: dict[int, str], today: date
) -> list[tuple[str, str, str, bool, bool]]:
    """Dropshipped goods first: of them buyers ask first."""
    rows = sorted(promise.lines, key=lambda row: not row["is_dropshipped"])
    return [_line(row, titles, today) for row in rows]


def _line(
    row: dict[str, Any], titles: dict[int, str], today: date
) -> tuple[str, str, str, bool, bool]:
    """Its title, its days, why it has none, and whether it is sent and there."""
    first, last = (_day(row[name]) for name in ("from_on", "to_on"))
    dates = LineDates(row["line"], from_on=first, to_on=last)
    days = promise_words.days_in_words(dates, today, get_language() or "en")
    why = str(_WHY.get(row["why"], row["why"]))
    return titles.get(row["line"], "–"), days, why, row["is_sent"], row.get("is_there", False)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _entry(row: Promise, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "days": promise_words.days_in_words(row, today, get_language() or "en"),
        "standing": promise_words.standing_in_words(row, today) if row.settled_at else "",
    }


ROUTES = [("orders/<int:pk>/promise/", page, "order_promise")]
