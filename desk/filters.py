"""Drop-downs above the lists. Choices come from the actor, never from a query."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, TextFilter

from desk import states
from messaging.models import Message
from messaging.states import Arrival, State
from orders.search import name_key
from stores.admin_base import actor_of


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


class PaymentFilter(Choice):
    title = _("payment")
    parameter_name = "payment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, words) for code, (_tone, _symbol, words) in states.MONEY.items()]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(financial_state=chosen)


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


class MessageFilter(Choice):
    """Orders with a message in that state."""

    title = _("message")
    parameter_name = "message"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(pk__in=Message.objects.filter(state=chosen).values("order_id"))


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

    title = _("arrival")
    parameter_name = "arrival"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Arrival.choices)

    def narrow(self, queryset: Any, chosen: str) -> Any:
        return queryset.that_arrived(chosen)


class TagFilter(TextFilter):
    title = _("tag")
    parameter_name = "tag"

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = (self.value() or "").replace("\0", "")
        if not name_key(wanted):
            return queryset
        return queryset.with_tag(wanted)
