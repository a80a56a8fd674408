"""What the played Shopify answers to who asks what changed: orders, baskets and people, in pages.

Orders are the nodes of the room Orders, told whole: see graph_writer.py.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tests.shopify.answers import Json, answers
from tests.shopify.orders import Orders, number_of
from tests.shopify.shop import PlayedShop

_SINCE: Final = "updated_at:>='"


@dataclass
class Baskets:
    nodes: dict[int, Json] = field(default_factory=dict)


@dataclass
class People:
    nodes: dict[int, Json] = field(default_factory=dict)


@dataclass
class Curiosity:
    """What was asked, and what is to happen in between."""

    whole: list[int] = field(default_factory=list)  # orders that were asked for whole
    first_lines: int = 15  # of an order, on its first page
    moves: list[int] = field(default_factory=list)  # orders that change while they are told


def told(shop: PlayedShop, node: Json) -> None:
    """Let the shop know this order."""
    shop.room(Orders).nodes[number_of(node["id"])] = node


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _since(variables: Json) -> datetime:
    query = variables["query"]
    assert query.startswith(_SINCE), query
    return _at(query[len(_SINCE) : -1])


def _paged(rows: list[Json], variables: Json, order: str = "updatedAt") -> Json:
    """By the rows' place in time: what changes meanwhile moves to the end."""
    keyed = sorted((_at(each[order]).isoformat(), each["id"], each) for each in rows)
    after = variables.get("after")
    left = [each for each in keyed if after is None or f"{each[0]}|{each[1]}" > after]
    page = left[: variables["first"]]
    end = f"{page[-1][0]}|{page[-1][1]}" if page else None
    return {
        "nodes": [each for _key, _id, each in page],
        "pageInfo": {"hasNextPage": len(left) > len(page), "endCursor": end},
    }


def _changed(nodes: dict[int, Json], variables: Json) -> list[Json]:
    since = _since(variables)
    rows = [each for each in nodes.values() if "updatedAt" in each]
    return [each for each in rows if _at(each["updatedAt"]) >= since]


@answers("ChangedOrders")
def changed_orders(shop: PlayedShop, variables: Json) -> Json:
    return {"orders": _paged(_changed(shop.room(Orders).nodes, variables), variables)}


@answers("ChangedCheckouts")
def changed_checkouts(shop: PlayedShop, variables: Json) -> Json:
    rows = _changed(shop.room(Baskets).nodes, variables)
    return {"abandonedCheckouts": _paged(rows, variables, "createdAt")}


@answers("ChangedCustomers")
def changed_customers(shop: PlayedShop, variables: Json) -> Json:
    return {"customers": _paged(_changed(shop.room(People).nodes, variables), variables)}


@answers("WholeCheckout")
def whole_checkout(shop: PlayedShop, variables: Json) -> Json:
    return {"node": shop.room(Baskets).nodes.get(number_of(variables["id"]))}


@answers("WholeOrder")
def whole_order(shop: PlayedShop, variables: Json) -> Json:
    number = number_of(variables["id"])
    node = shop.room(Orders).nodes.get(number)
    curiosity = shop.room(Curiosity)
    curiosity.whole.append(number)
    if node is None:
        return {"order": None}
    lines = _slice(node["lineItems"]["nodes"], None, curiosity.first_lines)
    return {"order": {**node, "lineItems": lines}}


@answers("MoreLines")
def more_lines(shop: PlayedShop, variables: Json) -> Json:
    node = shop.room(Orders).nodes[number_of(variables["id"])]
    moves = shop.room(Curiosity).moves
    if moves:
        moves.pop()
        node["updatedAt"] = "2030-01-01T00:00:00Z"
    lines = _slice(node["lineItems"]["nodes"], variables.get("after"), 40)
    return {"order": {"updatedAt": node["updatedAt"], "lineItems": lines}}


@answers("SentGoods")
def sent_goods(shop: PlayedShop, variables: Json) -> Json:
    node = _part(shop, "fulfillments", variables["id"])
    lines = _slice(node["fulfillmentLineItems"]["nodes"], variables.get("after"), 100)
    return {"fulfillment": {"fulfillmentLineItems": lines, "events": node["events"]}}


@answers("RefundedGoods")
def refunded_goods(shop: PlayedShop, variables: Json) -> Json:
    node = _part(shop, "refunds", variables["id"])
    lines = _slice(node["refundLineItems"]["nodes"], variables.get("after"), 60)
    return {"refund": {**node, "refundLineItems": lines}}


def _part(shop: PlayedShop, name: str, gid: str) -> Json:
    parts: list[Any] = [
        each for order in shop.room(Orders).nodes.values() for each in order.get(name, ())
    ]
    return next(each for each in parts if each["id"] == gid)


def _slice(rows: list[Json], after: str | None, first: int) -> Json:
    start = int(after or 0)
    end = start + first
    return {
        "nodes": rows[start:end],
        "pageInfo": {"hasNextPage": end < len(rows), "endCursor": str(end)},
    }
