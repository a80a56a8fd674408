"""Buyers' data: copies that were asked for, handing them over, and erasing a buyer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import keyset, pieces
from common.errors import DomainError
from common.visitors import address_of
from desk import throttling
from desk.privacy import common, erase_shop
from intake.buyers import asking, erasing
from intake.buyers.erasing import Asked, Somebody
from stores.admin_base import actor_of
from stores.models import AskedBy, DataExport, ExportState, ShopErasureState, Tombstone
from stores.roles import Verb

if TYPE_CHECKING:
    from stores.middleware import ActingRequest

ON_A_PAGE: Final = 50
LAST: Final = 20  # erasures
_LOOKS: Final = {
    ExportState.WAITING: ("hold", "clock"),
    ExportState.READY: ("good", "check"),
    ExportState.FAILED: ("bad", "fail"),
    ExportState.OVER: ("", "x"),
    ExportState.ERASED: ("", "x"),
}
_OPEN: Final = (ExportState.WAITING, ExportState.READY, ExportState.FAILED)


@dataclass(frozen=True, slots=True)
class Row:
    """One copy as a line of the list."""

    export: DataExport
    store: str

    @property
    def badge(self) -> SafeString:
        tone, symbol = _LOOKS[ExportState(self.export.state)]
        return pieces.state(self.export.get_state_display(), tone=tone, symbol=symbol)

    @property
    def whom(self) -> str:
        number = self.export.customer_shopify_id
        return self.export.email or (f"Shopify {number}" if number else pieces.EMPTY)

    @property
    def is_open(self) -> bool:
        return self.export.taken_at is None and self.export.state in _OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.export.due_at < timezone.now()

    @property
    def share(self) -> int:
        return round(100 * self.export.step / max(self.export.steps, 1))


def page(request: HttpRequest) -> HttpResponse:
    """Copies, newest first, and the last erasures. Three queries beside who asks."""
    common.must(request, Verb.HANDLE_PRIVACY)
    named = {store.pk: store.name for store in actor_of(request).stores}
    place = keyset.read_place(request.GET.get("older"))
    rows = DataExport.objects.all()
    if place is not None:
        rows = rows.filter(asked_at__lte=place.at).exclude(asked_at=place.at, pk__gte=place.id)
    found = keyset.cut(
        list(rows.order_by("-asked_at", "-pk")[: ON_A_PAGE + 1]),
        size=ON_A_PAGE,
        place_of=lambda row: keyset.Place(row.asked_at, row.pk),
        older_than=place,
    )
    lines = [Row(row, named.get(row.store_id, "")) for row in found.rows]
    erased = Tombstone.objects.order_by("-erased_at", "-pk")[:LAST]
    shops = [(row, named.get(row.store_id, "")) for row in erase_shop.open_ones()]
    context = common.context(
        request,
        _("Buyers' data"),
        rows=lines,
        older=found.older,
        erasures=[(row, named.get(row.store_id, "")) for row in erased],
        shops=shops,
        is_moving=any(line.export.state == ExportState.WAITING for line in lines)
        or any(row.state == ShopErasureState.WAITING for row, _store in shops),
        again_in=4,
        verdict=_verdict(lines),
    )
    return TemplateResponse(request, "desk/privacy/buyers.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a copy of somebody, by e-mail or Shopify's number."""
    common.must(request, Verb.HANDLE_PRIVACY)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    store = common.store_of(request, request.POST.get("store", ""))
    try:
        asking.ask_for_copy(
            store=store,
            somebody=_somebody(request),
            asked=Asked(AskedBy.STAFF, actor_of(request).label),
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("The copy is being made. It stands at the top of the list."))
    return redirect("admin:buyers_data_changelist")


def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand the archive over, to who types their password once more."""
    export = _export_of(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.HANDLE_PRIVACY)
    trouble = _check_again(request)
    if trouble:
        messages.error(request, trouble)
        return redirect("admin:buyers_data_changelist")
    try:
        data = asking.take_copy(export=export, actor=actor_of(request).label, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:buyers_data_changelist")
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="buyers-data-{export.public_id}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Try anew what could not be made."""
    export = _export_of(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.HANDLE_PRIVACY)
    if asking.make_again(export=export, now=timezone.now()):
        messages.info(request, _("It is tried once more."))
    return redirect("admin:buyers_data_changelist")


def erase(request: HttpRequest) -> HttpResponse:
    """GET says what it means and who it would be; POST, with the name typed again, does it."""
    common.must(request, Verb.HANDLE_PRIVACY)
    said = request.POST if request.method == "POST" else request.GET
    fields = {name: said.get(name, "")[:254] for name in ("store", "whom", "reason", "confirm")}
    trouble = ""
    if request.method == "POST":
        store = common.store_of(request, fields["store"])
        try:
            done = erasing.erase_by_hand(
                store=store,
                somebody=_somebody(request),
                confirmed=fields["confirm"],
                asked=Asked(AskedBy.STAFF, actor_of(request).label, fields["reason"]),
                now=timezone.now(),
            )
        except DomainError as refusal:
            trouble = str(refusal)
        else:
            words = _("Erased: everything that named this buyer, in %(count)d orders.")
            messages.info(request, words % {"count": done.orders_count})
            return redirect("admin:buyers_data_changelist")
    context = common.context(request, _("Erase a buyer"), said=fields, trouble=trouble)
    context["crumbs"] = [
        (_("Buyers' data"), reverse("admin:buyers_data_changelist")),
        (_("Erase a buyer"), ""),
    ]
    status = 422 if trouble else 200
    return TemplateResponse(request, "desk/privacy/erase.html", context, status=status)


def link_to(*, store_id: int, email: str) -> str:
    """The page that would erase this buyer, from another page."""
    said = urlencode({"store": store_id, "whom": email})
    return f"{reverse('admin:buyers_data_erase')}?{said}"


def _somebody(request: HttpRequest) -> Somebody:
    whom = request.POST.get("whom", "").replace("\0", "").strip()[:254]
    if whom.isascii() and whom.isdecimal() and len(whom) < 19:
        return Somebody(customer_shopify_id=int(whom))
    return Somebody(email=whom)


def _export_of(request: HttpRequest, public_id: UUID) -> DataExport:
    found = DataExport.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _check_again(request: HttpRequest) -> str:
    """Why the archive is not handed over; "" for who typed their password."""
    user = cast("ActingRequest", request).user
    address = str(address_of(request.META, settings.NOTIFYHUB_PROXY_COUNT))
    if throttling.is_paused(user.email, address):
        return _("That was too often. Wait a quarter of an hour.")
    if not user.check_password(request.POST.get("password", "")):
        throttling.record_wrong_guess(user.email, address)
        return _("Type your own password, the one that you log in with.")
    throttling.forget(user.email, address)
    return ""


def _verdict(rows: list[Row]) -> str:
    overdue = sum(row.is_overdue for row in rows)
    waiting = sum(row.is_open for row in rows)
    told: dict[str, Any] = {"overdue": overdue, "waiting": waiting}
    if overdue:
        return _("%(overdue)d requests are overdue: a buyer has thirty days.") % told
    if waiting:
        return _("%(waiting)d requests are not handed over yet.") % told
    return _("Nothing waits to be handed over.")
