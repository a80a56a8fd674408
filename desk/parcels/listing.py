"""All parcels of an agency's stores, newest first."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import pieces
from desk.filters import Choice, StoreFilter
from desk.parcels.rows import state_badge
from shipping.carriers import naming
from shipping.following import carrier_of
from shipping.models import Alarm, AlarmKind, Direction, Parcel, ParcelState
from shipping.numbers import key_of
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb

UNHEARD = "UNKNOWN"


class StateFilter(Choice):
    title = _("state")
    parameter_name = "state"
    is_sparse = True  # no index finds it: see Note [What no index finds]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code or UNHEARD, words) for code, words in ParcelState.choices]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(state="" if chosen == UNHEARD else chosen)


class DirectionFilter(Choice):
    title = _("direction")
    parameter_name = "direction"
    is_sparse = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Direction.choices)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(direction=chosen)


class CarrierFilter(Choice):
    title = _("carrier")
    parameter_name = "carrier"
    is_sparse = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        nobody = (UNHEARD, pgettext_lazy("carrier", "Nobody knows"))
        return [nobody, *naming.names()]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == UNHEARD:
            return queryset.filter(carrier_ground="")
        return queryset.filter(carrier=chosen)


class AlarmFilter(Choice):
    """Parcels that something is amiss with now: few, and named by the alarms."""

    title = _("amiss")
    parameter_name = "alarm"
    is_few = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ANY", _("Anything")), *AlarmKind.choices]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        waiting = Alarm.objects.filter(
            closed_at=None, parcel=OuterRef("pk"), store_id=OuterRef("store_id")
        )
        if chosen != "ANY":
            waiting = waiting.filter(kind=chosen)
        return queryset.filter(Exists(waiting))


class ParcelAdmin(KeysetModelAdmin):
    verb_to_view = Verb.VIEW_ORDERS
    keyset_time = "created_at"
    list_display = ("called", "whose", "carried", "standing", "added", "heard")
    list_display_links = ("called",)
    list_select_related = ("store", "order", "own_carrier")
    list_filter = (StoreFilter, StateFilter, CarrierFilter, DirectionFilter, AlarmFilter)
    search_fields = ("number",)  # says that there is a search; see get_search_results
    search_help_text = _("The whole tracking number")
    actions = None
    empty_words = _(
        "Parcels appear here as Shopify names them, and as you add them: on an order's page, from "
        "a file, or by the API."
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By equality, however the number is spelled."""
        wanted = key_of(search_term)
        return (
            queryset.filter(number_key=wanted).exclude(number="") if wanted else queryset
        ), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A parcel is shown where its order is."""
        parcel = self.get_object(request, object_id)
        if parcel is None:
            raise Http404
        if not self.has_view_permission(request, parcel):
            raise PermissionDenied
        return redirect("admin:orders_order_change", parcel.order_id)

    @admin.display(description=_("parcel"))
    def called(self, row: Parcel) -> SafeString:
        number = format_html('<bdi class="mono" dir="ltr">{}</bdi>', row.number or pieces.EMPTY)
        back = pieces.tag(gettext("return")) if row.direction == Direction.RETURN else ""
        return format_html("<b>{}</b> {}", number, back)

    @admin.display(description=_("order"))
    def whose(self, row: Parcel) -> SafeString:
        return format_html(
            '<bdi dir="ltr">{}</bdi><span class="under">{} <bdi>{}</bdi></span>',
            row.order,
            pieces.country(row.store.country),
            row.store.name,
        )

    @admin.display(description=_("carrier"))
    def carried(self, row: Parcel) -> SafeString:
        return format_html("<bdi>{}</bdi>", carrier_of(row) or pieces.EMPTY)

    @admin.display(description=_("state"))
    def standing(self, row: Parcel) -> SafeString:
        return state_badge(row)

    @admin.display(description=_("added"))
    def added(self, row: Parcel) -> SafeString:
        when = pieces.both_times(row.created_at)
        return format_html('{}<span class="under">{}</span>', when, row.get_origin_display())

    @admin.display(description=_("last heard of"))
    def heard(self, row: Parcel) -> SafeString:
        return pieces.both_times(row.heard_at)
