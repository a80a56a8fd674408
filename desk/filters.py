"""Drop-downs above the lists. Choices come from the actor, never from a query."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, TextFilter

from desk import states
from messaging.models import Message
from messaging.states import Arrival, State
from orders.channels import SalesChannel
from orders.models import OrderTag
from orders.search import name_key
from stores import keyset_admin
from stores.admin_base import actor_of

# Of most messages that is known; an index would be written with each that is opened or clicked.
WITHOUT_INDEX = frozenset({Arrival.DELIVERED, Arrival.OPENED, Arrival.CLICKED, Arrival.BY_MACHINE})


class StoreFilter(DropdownFilter):
    title = _("store")
    parameter_name = "store"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(store.pk), store.name) for store in actor_of(request).stores]

    def has_output(self) -> bool:
        """Also for one store: Django ignores what a filter without output is asked."""
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        known = {pk for pk, _name in self.lookup_choices}
        return queryset.filter(store_id=int(chosen)) if chosen in known else queryset.none()


class Choice(DropdownFilter):
    """A choice among codes; what is no choice finds nothing."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen not in {code for code, _name in self.lookup_choices}:
            return queryset.none()
        return self.narrow(queryset, chosen)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        raise NotImplementedError


class Among(Choice):
    """Orders by rows of another table. See Note [What no index finds] in stores/keyset_admin.py."""

    is_few = False
    is_sparse = False

    def among(self, queryset: QuerySet[Any], rows: QuerySet[Any, Any]) -> QuerySet[Any]:
        """Those that one of these rows is about, read from there where they are rare."""
        few = list(rows.values_list("order_id", flat=True)[: keyset_admin.FEW + 1])
        self.is_few = len(few) <= keyset_admin.FEW
        return queryset.filter(pk__in=few) if self.is_few else self.having(queryset, rows)

    def having(self, queryset: QuerySet[Any], rows: QuerySet[Any, Any]) -> QuerySet[Any]:
        """Those that one of these rows is about, looked up for each order by its index.

        As a value: EXISTS would be made a join, in an order that the planner guesses wrongly.
        """
        self.is_sparse = True
        of_order = rows.filter(store_id=OuterRef("store_id"), order_id=OuterRef("pk"))
        found = {f"{self.parameter_name}_found": Subquery(of_order.values("pk")[:1])}
        there = {f"{name}__isnull": False for name in found}
        narrowed: QuerySet[Any] = queryset.alias(**found).filter(**there)
        return narrowed


class PaymentFilter(Choice):
    title = _("payment")
    parameter_name = "payment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, words) for code, (_tone, _symbol, words) in states.MONEY.items()]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(financial_state=chosen)


class ChannelFilter(Choice):
    """Where the buyer bought. The index leaves out what nearly all orders came by."""

    is_sparse = False
    title = _("sales channel")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(SalesChannel.choices)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        self.is_sparse = chosen == SalesChannel.ONLINE
        return queryset.filter(sales_channel=chosen)


class GoodsFilter(Choice):
    title = _("goods")
    parameter_name = "goods"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        found = [(code or "OPEN", words) for code, (_t, _s, words) in states.GOODS.items()]
        return [*found, ("CANCELLED", _("Cancelled"))]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == "CANCELLED":
            return queryset.filter(cancelled_at__isnull=False)
        return queryset.filter(fulfilment_state="" if chosen == "OPEN" else chosen)


class MessageFilter(Among):
    """Orders with a message in that state."""

    title = _("message")
    parameter_name = "message"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        rows = Message.objects.to_buyers().filter(state=chosen, order__isnull=False)
        # Most are sent, and no index would tell soon where none is.
        look = self.having if chosen == State.SENT else self.among
        return look(queryset, rows)


class StateFilter(Choice):
    """Messages in that state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(state=chosen)


class ArrivalFilter(Choice):
    """Messages of which that is known."""

    is_sparse = False
    title = _("arrival")
    parameter_name = "arrival"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Arrival.choices)

    def narrow(self, queryset: Any, chosen: str) -> Any:
        self.is_sparse = chosen in WITHOUT_INDEX
        return queryset.that_arrived(chosen)


class TagFilter(TextFilter, Among):
    title = _("tag")
    parameter_name = "tag"

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = (self.value() or "").replace("\0", "")
        if not name_key(wanted):
            return queryset
        return self.among(queryset, OrderTag.objects.filter(tag_key=name_key(wanted)))
