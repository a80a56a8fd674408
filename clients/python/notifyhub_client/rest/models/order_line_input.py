from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderLineInput")


@_attrs_define
class OrderLineInput:
    """One line of an order.

    Attributes:
        title (str):
        quantity (int):
        price_minor (int): Of one piece, in minor units: 184900 NOK is 1,849.00
        discount_minor (int | Unset): Of the whole line
        variant_title (str | Unset):
        sku (str | Unset):
        vendor (str | Unset):
        requires_shipping (bool | Unset):
        is_gift_card (bool | Unset):
        image_url (str | Unset):
    """

    title: str
    quantity: int
    price_minor: int
    discount_minor: int | Unset = UNSET
    variant_title: str | Unset = UNSET
    sku: str | Unset = UNSET
    vendor: str | Unset = UNSET
    requires_shipping: bool | Unset = UNSET
    is_gift_card: bool | Unset = UNSET
    image_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        title = self.title

        quantity = self.quantity

        price_minor = self.price_minor

        discount_minor = self.discount_minor

        variant_title = self.variant_title

        sku = self.sku

        vendor = self.vendor

        requires_shipping = self.requires_shipping

        is_gift_card = self.is_gift_card

        image_url = self.image_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "title": title,
                "quantity": quantity,
                "price_minor": price_minor,
            }
        )
        if discount_minor is not UNSET:
            field_dict["discount_minor"] = discount_minor
        if variant_title is not UNSET:
            field_dict["variant_title"] = variant_title
        if sku is not UNSET:
            field_dict["sku"] = sku
        if vendor is not UNSET:
            field_dict["vendor"] = vendor
        if requires_shipping is not UNSET:
            field_dict["requires_shipping"] = requires_shipping
        if is_gift_card is not UNSET:
            field_dict["is_gift_card"] = is_gift_card
        if image_url is not UNSET:
            field_dict["image_url"] = image_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        title = d.pop("title")

        quantity = d.pop("quantity")

        price_minor = d.pop("price_minor")

        discount_minor = d.pop("discount_minor", UNSET)

        variant_title = d.pop("variant_title", UNSET)

        sku = d.pop("sku", UNSET)

        vendor = d.pop("vendor", UNSET)

        requires_shipping = d.pop("requires_shipping", UNSET)

        is_gift_card = d.pop("is_gift_card", UNSET)

        image_url = d.pop("image_url", UNSET)

        _made = cls(
            title=title,
            quantity=quantity,
            price_minor=price_minor,
            discount_minor=discount_minor,
            variant_title=variant_title,
            sku=sku,
            vendor=vendor,
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
