"""Adding, changing and removing a store's rules: a page with a form for each kind of rule."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import DomainError
from desk.delivery import forms
from desk.delivery.common import address_of, by, context, store_of
from desk.delivery.page import known_products
from messaging import promise_runs
from shipping import calendars, delivery_settings, processing_csv, processing_times, transit_times
from shipping.models import Calendar, ProcessingTime, TransitTime
from shipping.rule_changes import By, RuleRefused
from stores.admin_base import may
from stores.models import Store
from stores.roles import Verb

ROWS: Final[dict[str, Any]] = {
    "processing": ProcessingTime,
    "calendar": Calendar,
    "transit": TransitTime,
}


def edit(what: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """The page of a form: empty for a new rule, filled for the one named in the address."""

    def view(request: HttpRequest, store_id: int) -> HttpResponse:
        store = store_of(request, store_id, Verb.MANAGE_STORES)
        row = _row(what, store, request.GET.get("rule", ""))
        if request.method != "POST":
            return _shown(request, store, what, forms.Made[what](store, row))
        form = forms.Made[what](store, row, request.POST)
        if not form.is_valid():
            return _shown(request, store, what, form)
        try:
            words = _SAVED[what](store, row, form, by(request))
        except RuleRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return _shown(request, store, what, form)
        messages.info(request, words)
        return redirect(address_of(store, what))

    return view


def remove(what: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """The button beside a rule."""

    def view(request: HttpRequest, store_id: int) -> HttpResponse:
        store = store_of(request, store_id, Verb.VIEW_STORES)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.MANAGE_STORES):
            raise PermissionDenied
        row = _row(what, store, request.POST.get("rule", ""))
        if row is None:
            messages.info(request, _("Somebody had removed it already."))
            return redirect(address_of(store, what))
        try:
            _removed(row, by(request))
        except RuleRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(address_of(store, what))
        words = _("%(rule)s: removed. What was promised before stays as it was.")
        messages.info(request, words % {"rule": row})
        return redirect(address_of(store, what))

    return view


def collection(request: HttpRequest, store_id: int) -> HttpResponse:
    """Which products are in a collection."""
    store = store_of(request, store_id, Verb.MANAGE_STORES)
    if request.method != "POST":
        form = forms.CollectionForm(store, None)
        form.initial["collection"] = request.GET.get("collection", "")[:300]
        return _shown(request, store, "collection", form)
    form = forms.CollectionForm(store, None, request.POST)
    if not form.is_valid():
        return _shown(request, store, "collection", form)
    try:
        count = processing_times.set_collection_products(
            store=store,
            collection=form.cleaned_data["collection"],
            products=[one for one in form.numbers() if one],
            by=by(request),
        )
    except RuleRefused as refusal:
        field = "collection" if refusal.field == "target" else "products"
        form.add_error(field, str(refusal))
        return _shown(request, store, "collection", form)
    words = ngettext(
        "The collection has %(n)s product here.", "The collection has %(n)s products here.", count
    )
    messages.info(request, words % {"n": count})
    return redirect(address_of(store, "processing"))


def table(request: HttpRequest, store_id: int) -> HttpResponse:
    """Many processing times at once, out of a spreadsheet: all of them, or none."""
    store = store_of(request, store_id, Verb.MANAGE_STORES)
    if request.method != "POST":
        return _shown(request, store, "table", forms.TableForm(store, None))
    form = forms.TableForm(store, None, request.POST)
    upload = request.FILES.get("file")
    if not form.is_valid():
        return _shown(request, store, "table", form)
    text = form.cleaned_data["table"]
    if upload is not None:
        text = upload.read(processing_csv.MOST_BYTES + 1).decode("utf-8-sig", "replace")
    try:
        taken = processing_csv.set_processing_times(store=store, text=text, by=by(request))
    except RuleRefused as refusal:
        form.add_error("table", str(refusal))
        return _shown(request, store, "table", form)
    if taken.troubles:
        return _shown(request, store, "table", form, troubles=taken.troubles)
    words = _("%(added)s added, %(changed)s changed, %(same)s were so already.")
    counts = {
        "added": taken.added_count,
        "changed": taken.changed_count,
        "same": taken.same_count,
    }
    messages.info(request, words % counts)
    return redirect(address_of(store, "processing"))


def table_file(request: HttpRequest, store_id: int) -> StreamingHttpResponse:
    """All processing times as CSV, to be changed in a spreadsheet and given back."""
    store = store_of(request, store_id, Verb.VIEW_STORES)
    lines = list(processing_csv.table_of(store))  # while the scope is open
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="processing-times.csv"'
    return response


def default(request: HttpRequest, store_id: int) -> HttpResponse:
    """Use this calendar wherever a rule names none."""
    store = store_of(request, store_id, Verb.VIEW_STORES)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    row = _row("calendar", store, request.POST.get("rule", ""))
    if row is None:
        raise Http404
    calendars.choose_default_calendar(calendar=row, by=by(request))
    words = _("%(name)s counts wherever a rule names no calendar.")
    messages.info(request, words % {"name": row.name})
    return redirect(address_of(store, "calendar"))


def renew(request: HttpRequest, store_id: int) -> HttpResponse:
    """Promise all open orders anew by the rules of now, in the background."""
    store = store_of(request, store_id, Verb.VIEW_STORES)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    who = by(request)
    because = request.POST.get("because", "")
    try:
        promise_runs.begin_run(store=store, actor=who.actor, because=because, now=who.now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(store, "renew"))
    words = _("Open orders of %(store)s are being promised anew; this page says how far it is.")
    messages.info(request, words % {"store": store.name})
    return redirect(address_of(store, "renew"))


def _row(what: str, store: Store, named: str) -> Any:
    """The rule that an address names; None for a new one. Raises Http404 for a foreign one."""
    if what == "settings":
        return delivery_settings.settings_of(store.pk)
    if not named:
        return None
    try:
        public_id = UUID(named)
    except ValueError as error:
        raise Http404 from error
    found = ROWS[what].objects.filter(store=store, public_id=public_id)
    row = found.select_related("store").first()
    if row is None:
        raise Http404
    return row


def _removed(row: Any, by: By) -> None:
    if isinstance(row, Calendar):
        calendars.remove_calendar(calendar=row, by=by)
    elif isinstance(row, TransitTime):
        transit_times.remove_transit_time(row=row, by=by)
    else:
        processing_times.remove_processing_time(row=row, by=by)


def _save_processing(store: Store, row: Any, form: Any, by: By) -> str:
    draft = form.draft()
    if row is None:
        row, _outcome = processing_times.set_processing_time(store=store, draft=draft, by=by)
    else:
        row = processing_times.change_processing_time(row=row, draft=draft, by=by)
    words = _("%(rule)s: counts for orders from now on. Open orders keep their promise.")
    return words % {"rule": row}


def _save_transit(store: Store, row: Any, form: Any, by: By) -> str:
    draft = form.draft()
    if row is None:
        transit_times.set_transit_time(store=store, draft=draft, by=by)
    else:
        transit_times.change_transit_time(row=row, draft=draft, by=by)
    return _("The transit time counts for orders from now on. Open orders keep their promise.")


def _save_calendar(store: Store, row: Any, form: Any, by: By) -> str:
    draft = form.draft()
    if row is None:
        row, _is_new = calendars.add_calendar(store=store, draft=draft, by=by)
    else:
        calendars.change_calendar(calendar=row, draft=draft, by=by)
    words = _("%(name)s: counts for orders from now on. Open orders keep their promise.")
    return words % {"name": row.name}


def _save_settings(store: Store, row: Any, form: Any, by: By) -> str:
    delivery_settings.change_delivery_settings(store=store, choices=form.draft(), by=by)
    return _("Saved: %(store)s promises so from now on.") % {"store": store.name}


_SAVED: Final[dict[str, Callable[[Store, Any, Any, By], str]]] = {
    "processing": _save_processing,
    "transit": _save_transit,
    "calendar": _save_calendar,
    "settings": _save_settings,
}


def _titles(what: str) -> str:
    return {
        "processing": _("Processing time"),
        "transit": _("Transit time"),
        "calendar": _("Calendar"),
        "settings": _("How it is promised"),
        "collection": _("Products of a collection"),
        "table": _("Many at once"),
    }[what]


def _shown(
    request: HttpRequest, store: Store, what: str, form: forms.RuleForm, **more: Any
) -> HttpResponse:
    products = known_products(store) if what == "processing" else []
    said = context(request, store, _titles(what), form=form, what=what, products=products, **more)
    return TemplateResponse(request, "desk/delivery/form.html", said)
