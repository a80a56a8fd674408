from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderTagInput")


@_attrs_define
class OrderTagInput:
    """Names one order.

    Attributes:
        tag (str):
        order (UUID | Unset): This, or `order_name`
        order_name (str | Unset): As Shopify shows it: `#1001`
        store (UUID | Unset): Whose `order_name` it is
        is_removed (bool | Unset): Take it away instead
    """

    tag: str
    order: UUID | Unset = UNSET
    order_name: str | Unset = UNSET
    store: UUID | Unset = UNSET
    is_removed: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tag = self.tag

        order: str | Unset = UNSET
        if not isinstance(self.order, Unset):
            order = str(self.order)

        order_name = self.order_name

        store: str | Unset = UNSET
        if not isinstance(self.store, Unset):
            store = str(self.store)

        is_removed = self.is_removed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tag": tag,
            }
        )
        if order is not UNSET:
            field_dict["order"] = order
        if order_name is not UNSET:
            field_dict["order_name"] = order_name
        if store is not UNSET:
            field_dict["store"] = store
        if is_removed is not UNSET:
            field_dict["is_removed"] = is_removed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tag = d.pop("tag")

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

        is_removed = d.pop("is_removed", UNSET)

        _made = cls(
            tag=tag,
            order=order,
            order_name=order_name,
            store=store,
            is_removed=is_removed,
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
