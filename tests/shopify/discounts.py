"""Discount codes: made once each, found by code, ended."""

from dataclasses import dataclass, field

from tests.shopify.answers import Json, answers
from tests.shopify.shop import PlayedShop


@dataclass
class Discounts:
    """What was made, as it was asked for, by code; which were ended, by number."""

    made: dict[str, Json] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    ended: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)

    def make(self, discount: Json) -> str:
        code = discount["code"]
        self.made[code] = discount
        self.numbers[code] = 7_000_000_000_001 + len(self.numbers)
        return self.gid(code)

    def gid(self, code: str) -> str:
        return f"gid://shopify/DiscountCodeNode/{self.numbers[code]}"


@answers("CreateDiscountCode")
def create_code(shop: PlayedShop, variables: Json) -> Json:
    room, wanted = shop.room(Discounts), variables["discount"]
    if any(code.upper() == wanted["code"].upper() for code in room.made):
        taken = {
            "field": ["basicCodeDiscount", "code"],
            "code": "TAKEN",
            "message": "Code must be unique. Please try a different code.",
        }
        return {"discountCodeBasicCreate": {"codeDiscountNode": None, "userErrors": [taken]}}
    node = {"id": room.make(wanted)}
    return {"discountCodeBasicCreate": {"codeDiscountNode": node, "userErrors": []}}


@answers("FindDiscountCode")
def find_code(shop: PlayedShop, variables: Json) -> Json:
    room, code = shop.room(Discounts), variables["code"]
    if code not in room.made:
        return {"codeDiscountNodeByCode": None}
    discount = {"__typename": "DiscountCodeBasic", "title": room.made[code]["title"]}
    return {"codeDiscountNodeByCode": {"id": room.gid(code), "codeDiscount": discount}}


@answers("EndDiscountCode")
def end_code(shop: PlayedShop, variables: Json) -> Json:
    number = int(variables["id"].rpartition("/")[2])
    shop.room(Discounts).ended.append(number)
    node = {"id": variables["id"]}
    return {"discountCodeDeactivate": {"codeDiscountNode": node, "userErrors": []}}


@answers("RemoveDiscountCode")
def remove_code(shop: PlayedShop, variables: Json) -> Json:
    room, number = shop.room(Discounts), int(variables["id"].rpartition("/")[2])
    code = next((code for code, known in room.numbers.items() if known == number), None)
    if code is None or number in room.removed:
        gone = {"field": ["id"], "code": "INVALID", "message": "Code discount does not exist."}
        return {"discountCodeDelete": {"deletedCodeDiscountId": None, "userErrors": [gone]}}
    room.removed.append(number)
    room.made.pop(code, None)
    deleted = {"deletedCodeDiscountId": variables["id"], "userErrors": []}
    return {"discountCodeDelete": deleted}
