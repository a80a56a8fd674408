from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Candidate")


@_attrs_define
class Candidate:
    """A carrier whose parcel it may be.

    Attributes:
        code (str): Empty: named, and not of our table
        name (str):
        confidence (float): 0 to 1, of all that it may be
        is_checked (bool): A check digit of this carrier's agrees
        is_named (bool): Shopify or staff said so
        url (str): Empty where none is known or safe to follow
    """

    code: str
    name: str
    confidence: float
    is_checked: bool
    is_named: bool
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        name = self.name

        confidence = self.confidence

        is_checked = self.is_checked

        is_named = self.is_named

        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "name": name,
                "confidence": confidence,
                "is_checked": is_checked,
                "is_named": is_named,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        name = d.pop("name")

        confidence = d.pop("confidence")

        is_checked = d.pop("is_checked")

        is_named = d.pop("is_named")

        url = d.pop("url")

        _made = cls(
            code=code,
            name=name,
            confidence=confidence,
            is_checked=is_checked,
            is_named=is_named,
            url=url,
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
