from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="AskedAddress")


@_attrs_define
class AskedAddress:
    """Where the goods should go.

    Attributes:
        name (str):
        company (str):
        address1 (str):
        address2 (str):
        zip_ (str):
        city (str):
        province (str):
        country_code (str):
        phone (str):
    """

    name: str
    company: str
    address1: str
    address2: str
    zip_: str
    city: str
    province: str
    country_code: str
    phone: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        company = self.company

        address1 = self.address1

        address2 = self.address2

        zip_ = self.zip_

        city = self.city

        province = self.province

        country_code = self.country_code

        phone = self.phone

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "company": company,
                "address1": address1,
                "address2": address2,
                "zip": zip_,
                "city": city,
                "province": province,
                "country_code": country_code,
                "phone": phone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        company = d.pop("company")

        address1 = d.pop("address1")

        address2 = d.pop("address2")

        zip_ = d.pop("zip")

        city = d.pop("city")

        province = d.pop("province")

        country_code = d.pop("country_code")

        phone = d.pop("phone")

        _made = cls(
            name=name,
            company=company,
            address1=address1,
            address2=address2,
            zip_=zip_,
            city=city,
            province=province,
            country_code=country_code,
            phone=phone,
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
