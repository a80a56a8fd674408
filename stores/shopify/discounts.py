"""Discount codes as Shopify makes and ends them: one code, one use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from stores.shopify.client import Shopify
from stores.shopify.documents import Document
from stores.shopify.errors import Refused
from stores.shopify.reading import mapping, mappings, number_of, text

SCOPE: Final = "write_discounts"

# Repeatable: the code is ours and fixed, so a second try is told that it is TAKEN.
CREATE_DISCOUNT_CODE: Final = Document(
    "CreateDiscountCode",
    """
mutation CreateDiscountCode($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id }
    userErrors { field code message }
  }
}
""",
    points=10,
)

FIND_DISCOUNT_CODE: Final = Document(
    "FindDiscountCode",
    """
query FindDiscountCode($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    codeDiscount {
      ... on DiscountCodeBasic { title }
    }
  }
}
""",
    points=5,
)

END_DISCOUNT_CODE: Final = Document(
    "EndDiscountCode",
    """
mutation EndDiscountCode($id: ID!) {
  discountCodeDeactivate(id: $id) {
    codeDiscountNode { id }
    userErrors { field code message }
  }
}
""",
    points=10,
)

REMOVE_DISCOUNT_CODE: Final = Document(
    "RemoveDiscountCode",
    """
mutation RemoveDiscountCode($id: ID!) {
  discountCodeDelete(id: $id) {
    deletedCodeDiscountId
    userErrors { field code message }
  }
}
""",
    points=10,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountData:
    """A code that can be used once. Amounts as Shopify writes them, in the shop's currency.

    `title` says whose it is: it tells ours from another's of the same code.
    """

    code: str
    title: str
    percent: int | None
    amount: str | None
    minimum: str | None
    starts_at: datetime
    ends_at: datetime


def create_code(shop: Shopify, wanted: DiscountData) -> int:
    """Make the code; Shopify's number of it. Asked twice it makes one.

    Raises Away or Refused; Refused too where somebody else has made the same code.
    """
    said = mapping(
        shop.ask(CREATE_DISCOUNT_CODE, {"discount": _input(wanted)}).get("discountCodeBasicCreate")
    )
    errors = mappings(said.get("userErrors"))
    if any(text(error.get("code")) == "TAKEN" for error in errors):
        return _known(shop, wanted)
    if errors:
        raise Refused(f"Shopify says: {text(errors[0].get('message'))[:200]}")
    return _number(said.get("codeDiscountNode"))


def end_code(shop: Shopify, *, shopify_id: int) -> None:
    """Nobody can use it any more. A code that is gone is ended. Raises Away or Refused."""
    gid = f"gid://shopify/DiscountCodeNode/{shopify_id}"
    said = mapping(shop.ask(END_DISCOUNT_CODE, {"id": gid}).get("discountCodeDeactivate"))
    errors = mappings(said.get("userErrors"))
    if errors and text(errors[0].get("code")) != "INVALID":
        raise Refused(f"Shopify says: {text(errors[0].get('message'))[:200]}")


def remove_code(shop: Shopify, *, shopify_id: int) -> None:
    """Take it out of the shop's list. A code that is gone is removed. Raises Away or Refused."""
    gid = f"gid://shopify/DiscountCodeNode/{shopify_id}"
    said = mapping(shop.ask(REMOVE_DISCOUNT_CODE, {"id": gid}).get("discountCodeDelete"))
    errors = mappings(said.get("userErrors"))
    if errors and text(errors[0].get("code")) != "INVALID":
        raise Refused(f"Shopify says: {text(errors[0].get('message'))[:200]}")


def _known(shop: Shopify, wanted: DiscountData) -> int:
    """The number of what an earlier try of ours has made, whose answer was lost."""
    found = mapping(
        shop.ask(FIND_DISCOUNT_CODE, {"code": wanted.code}).get("codeDiscountNodeByCode")
    )
    if text(mapping(found.get("codeDiscount")).get("title")) != wanted.title:
        raise Refused(f"The shop has a discount code {wanted.code} that is not ours")
    return _number(found)


def _number(node: object) -> int:
    number = number_of(mapping(node).get("id"), "DiscountCodeNode")
    if number is None:
        raise Refused("Shopify did not say which discount it made")
    return number


def _input(wanted: DiscountData) -> dict[str, Any]:
    """What CreateDiscountCode is asked with."""
    if wanted.percent is not None:
        value: dict[str, Any] = {"percentage": wanted.percent / 100}
    else:
        value = {"discountAmount": {"amount": wanted.amount, "appliesOnEachItem": False}}
    said: dict[str, Any] = {
        "title": wanted.title,
        "code": wanted.code,
        "startsAt": wanted.starts_at.isoformat(),
        "endsAt": wanted.ends_at.isoformat(),
        "context": {"all": "ALL"},
        "customerGets": {"value": value, "items": {"all": True}},
        "usageLimit": 1,
        "appliesOncePerCustomer": True,
    }
    if wanted.minimum is not None:
        minimum = {"greaterThanOrEqualToSubtotal": wanted.minimum}
        said["minimumRequirement"] = {"subtotal": minimum}
    return said
