from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderNoteInput")


@_attrs_define
class OrderNoteInput:
    """Names one order.

    Attributes:
        text (str):
        order (UUID | Unset): This, or `order_name`
        order_name (str | Unset): As Shopify shows it: `#1001`
        store (UUID | Unset): Whose `order_name` it is
    """

    text: str
    order: UUID | Unset = UNSET
    order_name: str | Unset = UNSET
    store: UUID | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        order: str | Unset = UNSET
        if not isinstance(self.order, Unset):
            order = str(self.order)

        order_name = self.order_name

        store: str | Unset = UNSET
        if not isinstance(self.store, Unset):
            store = str(self.store)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "text": text,
            }
        )
        if order is not UNSET:
            field_dict["order"] = order
        if order_name is not UNSET:
            field_dict["order_name"] = order_name
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        _order = d.pop("order", UNSET)
        order: UUID | Unset
        if isinstance(_order, Unset):
            order = UNSET
        else:
            order = UUID(_order)

        order_name = d.pop("order_name", UNSET)

        _store = d.pop("store", UNSET)
        store: UUID | Unset
        if isinstance(_store, Unset):
            store = UNSET
        else:
            store = UUID(_store)

        _made = cls(
            text=text,
            order=order,
            order_name=order_name,
            store=store,
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
