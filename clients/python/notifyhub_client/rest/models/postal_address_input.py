from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PostalAddressInput")


@_attrs_define
class PostalAddressInput:
    """A postal address; what is not known may be left out.

    Attributes:
        name (str | Unset): Else the two names below
        first_name (str | Unset):
        last_name (str | Unset):
        company (str | Unset):
        address1 (str | Unset):
        address2 (str | Unset):
        zip_ (str | Unset):
        city (str | Unset):
        province (str | Unset):
        country (str | Unset):
        country_code (str | Unset): ISO 3166, such as NO
        phone (str | Unset):
    """

    name: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    company: str | Unset = UNSET
    address1: str | Unset = UNSET
    address2: str | Unset = UNSET
    zip_: str | Unset = UNSET
    city: str | Unset = UNSET
    province: str | Unset = UNSET
    country: str | Unset = UNSET
    country_code: str | Unset = UNSET
    phone: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        first_name = self.first_name

        last_name = self.last_name

        company = self.company

        address1 = self.address1

        address2 = self.address2

        zip_ = self.zip_

        city = self.city

        province = self.province

        country = self.country

        country_code = self.country_code

        phone = self.phone

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if company is not UNSET:
            field_dict["company"] = company
        if address1 is not UNSET:
            field_dict["address1"] = address1
        if address2 is not UNSET:
            field_dict["address2"] = address2
        if zip_ is not UNSET:
            field_dict["zip"] = zip_
        if city is not UNSET:
            field_dict["city"] = city
        if province is not UNSET:
            field_dict["province"] = province
        if country is not UNSET:
            field_dict["country"] = country
        if country_code is not UNSET:
            field_dict["country_code"] = country_code
        if phone is not UNSET:
            field_dict["phone"] = phone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

        first_name = d.pop("first_name", UNSET)

        last_name = d.pop("last_name", UNSET)

        company = d.pop("company", UNSET)

        address1 = d.pop("address1", UNSET)

        address2 = d.pop("address2", UNSET)

        zip_ = d.pop("zip", UNSET)

        city = d.pop("city", UNSET)

        province = d.pop("province", UNSET)

        country = d.pop("country", UNSET)

        country_code = d.pop("country_code", UNSET)

        phone = d.pop("phone", UNSET)

        _made = cls(
            name=name,
            first_name=first_name,
            last_name=last_name,
            company=company,
            address1=address1,
            address2=address2,
            zip_=zip_,
            city=city,
            province=province,
            country=country,
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
