"""The goods of an order at the played Shopify: what has left, and what is left to send."""

from dataclasses import dataclass, field

from tests.shopify.answers import Json, UserError, answers
from tests.shopify.orders import number_of
from tests.shopify.shop import PlayedShop


@dataclass
class Goods:
    """`left`: so many of each line; `sent`: the numbers of each fulfilment by its id."""

    left: dict[int, int] = field(default_factory=dict)
    sent: dict[int, list[str]] = field(default_factory=dict)
    is_elsewhere: bool = False  # a warehouse of others sends what is left
    told: list[Json] = field(default_factory=list)  # the inputs of what changed it

    def as_json(self, order_id: int) -> Json:
        actions = ["REQUEST_FULFILLMENT" if self.is_elsewhere else "CREATE_FULFILLMENT"]
        lines = [
            {
                "id": f"gid://shopify/FulfillmentOrderLineItem/{line}",
                "remainingQuantity": quantity,
                "lineItem": {"id": f"gid://shopify/LineItem/{line}"},
            }
            for line, quantity in self.left.items()
        ]
        order = {
            "id": f"gid://shopify/FulfillmentOrder/{order_id}",
            "status": "OPEN",
            "supportedActions": [{"action": action} for action in actions],
            "lineItems": {"nodes": lines},
        }
        return {
            "id": f"gid://shopify/Order/{order_id}",
            "fulfillments": [
                {
                    "id": f"gid://shopify/Fulfillment/{number}",
                    "status": "SUCCESS",
                    "trackingInfo": [
                        {"number": each, "company": "Bring", "url": None} for each in numbers
                    ],
                }
                for number, numbers in self.sent.items()
            ],
            "fulfillmentOrders": {"nodes": [order]},
        }

    def create(self, wanted: Json, number: int) -> Json:
        self.told.append(wanted)
        for order in wanted["lineItemsByFulfillmentOrder"]:
            for each in order["fulfillmentOrderLineItems"]:
                line = int(each["id"].rpartition("/")[2])
                if each["quantity"] > self.left.get(line, 0):
                    raise UserError("Invalid fulfillment quantity", "fulfillment")
                self.left[line] -= each["quantity"]
        self.sent[number] = list(wanted["trackingInfo"]["numbers"])
        gid = f"gid://shopify/Fulfillment/{number}"
        return {"fulfillment": {"id": gid}, "userErrors": []}

    def update(self, number: int, wanted: Json) -> Json:
        self.told.append(wanted)
        self.sent[number] = list(wanted["numbers"])
        gid = f"gid://shopify/Fulfillment/{number}"
        return {"fulfillment": {"id": gid}, "userErrors": []}


@dataclass
class Warehouse:
    """What there is of each order, by its number."""

    of: dict[int, Goods] = field(default_factory=dict)


@answers("SentAndLeft")
def sent_and_left(shop: PlayedShop, variables: Json) -> Json:
    number = number_of(variables["id"])
    goods = shop.room(Warehouse).of.get(number)
    return {"order": goods.as_json(number) if goods else None}


@answers("CreateFulfilment")
def create_fulfilment(shop: PlayedShop, variables: Json) -> Json:
    wanted = variables["fulfillment"]
    name = wanted["lineItemsByFulfillmentOrder"][0]["fulfillmentOrderId"]
    warehouse = shop.room(Warehouse)
    made = sum(len(goods.sent) for goods in warehouse.of.values())
    goods = warehouse.of[number_of(name)]
    return {"fulfillmentCreate": goods.create(wanted, 4_000_000_000_100 + made)}


@answers("UpdateTracking")
def update_tracking(shop: PlayedShop, variables: Json) -> Json:
    number = number_of(variables["id"])
    of = shop.room(Warehouse).of
    goods = next((each for each in of.values() if number in each.sent), None)
    if goods is None:
        raise UserError("Fulfillment does not exist", "fulfillmentId")
    goods.told.append({"notify": variables["notify"]})
    return {"fulfillmentTrackingInfoUpdate": goods.update(number, variables["tracking"])}
