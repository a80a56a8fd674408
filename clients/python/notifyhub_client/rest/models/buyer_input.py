from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="BuyerInput")


@_attrs_define
class BuyerInput:
    """Whom the order belongs to.

    Attributes:
        email (str | Unset):
        phone (str | Unset):
        first_name (str | Unset):
        last_name (str | Unset):
        locale (str | Unset): As `nb` or `zh-Hans`; empty: the store's language
        accepts_marketing (bool | Unset): Said yes to advertising with this purchase
    """

    email: str | Unset = UNSET
    phone: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    locale: str | Unset = UNSET
    accepts_marketing: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        phone = self.phone

        first_name = self.first_name

        last_name = self.last_name

        locale = self.locale

        accepts_marketing = self.accepts_marketing

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if phone is not UNSET:
            field_dict["phone"] = phone
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if locale is not UNSET:
            field_dict["locale"] = locale
        if accepts_marketing is not UNSET:
            field_dict["accepts_marketing"] = accepts_marketing

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email", UNSET)

        phone = d.pop("phone", UNSET)

        first_name = d.pop("first_name", UNSET)

        last_name = d.pop("last_name", UNSET)

        locale = d.pop("locale", UNSET)

        accepts_marketing = d.pop("accepts_marketing", UNSET)

        _made = cls(
            email=email,
            phone=phone,
            first_name=first_name,
            last_name=last_name,
            locale=locale,
            accepts_marketing=accepts_marketing,
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
