from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SomebodyInput")


@_attrs_define
class SomebodyInput:
    """One buyer of one store.

    Attributes:
        store (UUID):
        email (str | Unset): Either `email`, or Shopify's number of the customer.
        customer_shopify_id (int | Unset): Either `email`, or Shopify's number of the customer.
    """

    store: UUID
    email: str | Unset = UNSET
    customer_shopify_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = str(self.store)

        email = self.email

        customer_shopify_id = self.customer_shopify_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
            }
        )
        if email is not UNSET:
            field_dict["email"] = email
        if customer_shopify_id is not UNSET:
            field_dict["customer_shopify_id"] = customer_shopify_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        store = UUID(d.pop("store"))

        email = d.pop("email", UNSET)

        customer_shopify_id = d.pop("customer_shopify_id", UNSET)

        _made = cls(
            store=store,
            email=email,
            customer_shopify_id=customer_shopify_id,
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
