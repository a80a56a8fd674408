"""The shop's orders, as nodes of its GraphQL; and what may be written on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.shopify.answers import Json, UserError, answers
from tests.shopify.shop import PlayedShop

WRITABLE = ("email", "phone", "note", "tags", "shippingAddress", "customAttributes", "poNumber")


def number_of(gid: str) -> int:
    return int(gid.rpartition("/")[2])


@dataclass
class Orders:
    """By number. `is_open`: whichever order is asked for springs into being."""

    nodes: dict[int, Json] = field(default_factory=dict)
    is_open: bool = False
    writes: list[Json] = field(default_factory=list)  # what orderUpdate was given, in turn

    @classmethod
    def tagged(cls, tags: Mapping[int, Sequence[str]]) -> "Orders":
        """Orders of which no more is known than their tags."""
        orders = cls()
        for number, said in tags.items():
            orders.add(number, tags=list(said))
        return orders

    def add(self, number: int, **fields: Any) -> Json:
        node = {"id": f"gid://shopify/Order/{number}", "tags": [], "note": None, **fields}
        self.nodes[number] = node
        return node

    def tags(self, number: int) -> list[str]:
        return list(self.nodes[number]["tags"])

    @property
    def addresses(self) -> dict[int, Json]:
        """Those that were written, by order."""
        told = [(number_of(each["id"]), each.get("shippingAddress")) for each in self.writes]
        return {number: address for number, address in told if address}

    def find(self, gid: str) -> Json | None:
        number = number_of(gid)
        if self.is_open and number not in self.nodes:
            return self.add(number)
        return self.nodes.get(number)


@answers("ChangeAddress", "ChangeOrder")
def order_update(shop: PlayedShop, variables: Json) -> Json:
    wanted = variables["input"]
    orders = shop.room(Orders)
    node = orders.find(wanted["id"])
    if node is None:
        raise UserError("Order does not exist", "id")
    orders.writes.append(wanted)
    node.update({name: wanted[name] for name in WRITABLE if name in wanted})
    return {"orderUpdate": {"order": node, "userErrors": []}}
