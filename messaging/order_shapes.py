"""Orders as the API shows them, with what was sent and said about them."""

from typing import Final

from common.api.expanding import Expand, ExpandField, Expansion, expanded_of
from common.api.shapes import Query
from messaging import expanding
from messaging.filters import OrderByMessageFilters
from messaging.parcels_shapes import ParcelOut
from messaging.promise_shapes import PromiseOut
from messaging.shapes import MessageRowOut
from orders import one_order
from orders.listing import OrderRowOut
from stores.roles import Verb
from stores.stores_api import StoreOut

EXPANSIONS: Final = {
    "parcels": Expansion(
        expanding.parcels_of_orders,
        ParcelOut,
        Verb.VIEW_ORDERS,
        is_many=True,
        help_text="The newest 20; all: `parcels/?order=`",
    ),
    "messages": Expansion(
        expanding.messages_of_orders,
        MessageRowOut,
        Verb.VIEW_MESSAGES,
        is_many=True,
        help_text="The newest 20; all: `messages/?order=`",
    ),
    "promise": Expansion(
        expanding.promises_of_orders,
        PromiseOut,
        Verb.VIEW_ORDERS,
        help_text="What is promised now; null: nothing",
    ),
    "store": Expansion(expanding.store_of, StoreOut, Verb.VIEW_STORES),
}


OrderExpandedOut: Final = expanded_of("Order", EXPANSIONS)


class ListedOrderOut(OrderRowOut):
    """An order as it is listed, with what was asked for beside it."""

    expanded = OrderExpandedOut(required=False)


class OrderOut(one_order.OrderOut):
    """One order with all that is known of it, and what was asked for beside it."""

    expanded = OrderExpandedOut(required=False)


class ListedOrderFilters(OrderByMessageFilters):
    """Filters of the list of orders."""

    expand = Expand(EXPANSIONS)


class OneOrderQuery(Query):
    """What a read order brings along."""

    expand = ExpandField(EXPANSIONS)
