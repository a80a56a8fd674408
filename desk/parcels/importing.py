"""Files of parcels: uploaded and looked through, read in, stopped, and what was wrong with them."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from common import keyset, pieces, sheets
from common.errors import DomainError
from messaging import parcel_imports
from shipping.models import ParcelImport, ParcelImportRow
from shipping.parcel_files import COLUMNS, MOST_ROWS
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from stores.shopify.client import is_connected

PAGE = 50
SHOWN = 200
_LOOKS = {
    ParcelImport.State.CHECKED: ("hold", "eye"),
    ParcelImport.State.RUNNING: ("hold", "clock"),
    ParcelImport.State.DONE: ("good", "check"),
    ParcelImport.State.CANCELLED: ("", "x"),
}
_State = ParcelImportRow.State


def listed(request: HttpRequest) -> HttpResponse:
    """Files that were uploaded, newest first, and the form for another one. One query."""
    _check(request)
    place = keyset.read_place(request.GET.get("older"))
    rows = ParcelImport.objects.select_related("store").order_by("-created_at", "-id")
    if place:
        rows = rows.filter(created_at__lte=place.at).exclude(created_at=place.at, id__gte=place.id)
    found = keyset.cut(
        list(rows[: PAGE + 1]),
        size=PAGE,
        place_of=lambda row: keyset.Place(row.created_at, row.pk),
        older_than=place,
    )
    return _shown(
        request,
        "imports",
        gettext("Parcels from a file"),
        rows=[(row, badge(row)) for row in found.rows],
        older=found.older,
        stores=actor_of(request).stores,
        columns=COLUMNS,
        most=MOST_ROWS,
    )


def upload(request: HttpRequest) -> HttpResponse:
    """Look a file through; nothing is added yet."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check(request)
    store = _chosen(request)
    sent = request.FILES.get("file")
    if store is None or sent is None:
        messages.error(request, gettext("Choose a store and a file."))
        return redirect("admin:parcel_imports_changelist")
    try:
        source = parcel_imports.check_file(
            store=store,
            name=(sent.name or "").replace("\0", ""),
            content=sent.read(),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:parcel_imports_changelist")
    return redirect("admin:parcel_imports_change", source.public_id)


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it would do, or how far it is, and which lines cannot be read in. Three queries."""
    _check(request)
    source = _source_or_404(public_id)
    counts = parcel_imports.counts_of(source)
    waiting = counts.get(_State.WAITING, 0)
    troubled = list(parcel_imports.troubled(source)[:SHOWN])
    bad = counts.get(_State.BAD, 0) + counts.get(_State.REFUSED, 0)
    done = source.rows_count - waiting
    return _shown(
        request,
        "import",
        source.name,
        (gettext("Parcels from a file"), reverse("admin:parcel_imports_changelist")),
        source=source,
        badge=badge(source),
        verdict=_verdict(source, waiting, counts),
        counts=[(state.label, counts.get(state, 0)) for state in _State if counts.get(state)],
        troubled=troubled,
        bad=bad,
        waiting=waiting,
        share=100 * done // source.rows_count if source.rows_count else 100,
        is_running=source.state == ParcelImport.State.RUNNING,
        may_begin=waiting > 0 and source.state in ("CHECKED", "CANCELLED"),
        may_tell_shopify=is_connected(source.store),
    )


def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read it in, or go on with it."""
    source = _source_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check(request)
    try:
        parcel_imports.begin_import(
            source=source,
            tells_buyers=bool(request.POST.get("tells_buyers")),
            tells_shopify=bool(request.POST.get("tells_shopify")),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:parcel_imports_change", source.public_id)


def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop before the next line."""
    source = _source_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check(request)
    if parcel_imports.cancel_import(source=source, now=timezone.now()):
        messages.info(request, gettext("Stopped. What was added stays; you can go on later."))
    else:
        messages.info(request, gettext("It had met all its lines already."))
    return redirect("admin:parcel_imports_change", source.public_id)


def bad_lines(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """The lines that could not be read in, as a file to mend and upload again."""
    _check(request)
    source = _source_or_404(public_id)
    rows = (
        (
            *(row.order_name, row.number, row.carrier, row.url, row.shipped_at, row.direction),
            *(row.line, row.said),
        )
        for row in list(parcel_imports.troubled(source))
    )
    said = sheets.lines([*COLUMNS, gettext("line"), gettext("what to do")], rows)
    answer = StreamingHttpResponse(said, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="parcels-to-mend.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def badge(source: ParcelImport) -> Any:
    tone, symbol = _LOOKS[ParcelImport.State(source.state)]
    return pieces.state(source.get_state_display(), tone=tone, symbol=symbol)


def _verdict(source: ParcelImport, waiting: int, counts: dict[str, int]) -> str:
    if source.state == ParcelImport.State.CHECKED:
        words = ngettext("%(n)s parcel would be added.", "%(n)s parcels would be added.", waiting)
        return words % {"n": waiting}
    added = counts.get(_State.ADDED, 0)
    return ngettext("%(n)s parcel was added.", "%(n)s parcels were added.", added) % {"n": added}


def _check(request: HttpRequest) -> None:
    if not may(request, Verb.HANDLE_PARCELS):
        raise PermissionDenied


def _chosen(request: HttpRequest) -> Store | None:
    wanted = request.POST.get("store", "")
    return next((row for row in actor_of(request).stores if str(row.pk) == wanted), None)


def _source_or_404(public_id: UUID) -> ParcelImport:
    rows = ParcelImport.objects.select_related("store").filter(public_id=public_id)
    source = rows.first()
    if source is None:
        raise Http404
    return source


def _shown(
    request: HttpRequest, page: str, title: str, *crumbs: tuple[str, str], **context: Any
) -> HttpResponse:
    listed_at = reverse("admin:shipping_parcel_changelist")
    place = [(gettext("Parcels"), listed_at), *crumbs, (title, "")]
    frame = {**admin.site.each_context(request), "title": title, "crumbs": place}
    return TemplateResponse(request, f"desk/parcels/{page}.html", {**frame, **context})
