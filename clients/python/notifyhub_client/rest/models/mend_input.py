from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.mending_scope import MendingScope, check_mending_scope
from ..types import UNSET, Unset

T = TypeVar("T", bound="MendInput")


@_attrs_define
class MendInput:
    """
    Attributes:
        address (str | Unset): The right one; without it the suggestion is taken
        scope (MendingScope | Unset): * `ORDER` - This order
            * `CUSTOMER` - This order and the customer
    """

    address: str | Unset = UNSET
    scope: MendingScope | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        address = self.address

        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if address is not UNSET:
            field_dict["address"] = address
        if scope is not UNSET:
            field_dict["scope"] = scope

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        address = d.pop("address", UNSET)

        _scope = d.pop("scope", UNSET)
        scope: MendingScope | Unset
        if isinstance(_scope, Unset):
            scope = UNSET
        else:
            scope = check_mending_scope(_scope)

        _made = cls(
            address=address,
            scope=scope,
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
