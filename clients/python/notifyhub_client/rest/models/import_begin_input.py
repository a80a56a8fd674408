from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ImportBeginInput")


@_attrs_define
class ImportBeginInput:
    """
    Attributes:
        tells_buyers (bool | Unset):
        tells_shopify (bool | Unset):
    """

    tells_buyers: bool | Unset = UNSET
    tells_shopify: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tells_buyers = self.tells_buyers

        tells_shopify = self.tells_shopify

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if tells_buyers is not UNSET:
            field_dict["tells_buyers"] = tells_buyers
        if tells_shopify is not UNSET:
            field_dict["tells_shopify"] = tells_shopify

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tells_buyers = d.pop("tells_buyers", UNSET)

        tells_shopify = d.pop("tells_shopify", UNSET)

        _made = cls(
            tells_buyers=tells_buyers,
            tells_shopify=tells_shopify,
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
