from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="Line")


@_attrs_define
class Line:
    """One line, in the store's currency.

    Attributes:
        shopify_id (None | str): By which a parcel says what is in it
        title (str):
        variant_title (str):
        sku (str):
        vendor (str):
        quantity (int):
        current_quantity (int): After edits and refunds
        price (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        discount (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        total (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        requires_shipping (bool):
        is_gift_card (bool):
        image_url (str):
    """

    shopify_id: None | str
    title: str
    variant_title: str
    sku: str
    vendor: str
    quantity: int
    current_quantity: int
    price: Money
    discount: Money
    total: Money
    requires_shipping: bool
    is_gift_card: bool
    image_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        shopify_id: None | str
        shopify_id = self.shopify_id

        title = self.title

        variant_title = self.variant_title

        sku = self.sku

        vendor = self.vendor

        quantity = self.quantity

        current_quantity = self.current_quantity

        price = self.price.to_dict()

        discount = self.discount.to_dict()

        total = self.total.to_dict()

        requires_shipping = self.requires_shipping

        is_gift_card = self.is_gift_card

        image_url = self.image_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "shopify_id": shopify_id,
                "title": title,
                "variant_title": variant_title,
                "sku": sku,
                "vendor": vendor,
                "quantity": quantity,
                "current_quantity": current_quantity,
                "price": price,
                "discount": discount,
                "total": total,
                "requires_shipping": requires_shipping,
                "is_gift_card": is_gift_card,
                "image_url": image_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_shopify_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        shopify_id = _parse_shopify_id(d.pop("shopify_id"))

        title = d.pop("title")

        variant_title = d.pop("variant_title")

        sku = d.pop("sku")

        vendor = d.pop("vendor")

        quantity = d.pop("quantity")

        current_quantity = d.pop("current_quantity")

        price = Money.from_dict(d.pop("price"))

        discount = Money.from_dict(d.pop("discount"))

        total = Money.from_dict(d.pop("total"))

        requires_shipping = d.pop("requires_shipping")

        is_gift_card = d.pop("is_gift_card")

        image_url = d.pop("image_url")

        _made = cls(
            shopify_id=shopify_id,
            title=title,
            variant_title=variant_title,
            sku=sku,
            vendor=vendor,
            quantity=quantity,
            current_quantity=current_quantity,
            price=price,
            discount=discount,
            total=total,
            requires_shipping=requires_shipping,
            is_gift_card=is_gift_card,
            image_url=image_url,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
