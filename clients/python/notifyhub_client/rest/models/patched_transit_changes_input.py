from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PatchedTransitChangesInput")


@_attrs_define
class PatchedTransitChangesInput:
    """What is named is changed, all else stays.

    Attributes:
        country (str | Unset):
        postcode (str | Unset):
        carrier (str | Unset):
        method (str | Unset):
        min_days (int | Unset):
        max_days (int | Unset):
        runs_daily (bool | Unset):
    """

    country: str | Unset = UNSET
    postcode: str | Unset = UNSET
    carrier: str | Unset = UNSET
    method: str | Unset = UNSET
    min_days: int | Unset = UNSET
    max_days: int | Unset = UNSET
    runs_daily: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        postcode = self.postcode

        carrier = self.carrier

        method = self.method

        min_days = self.min_days

        max_days = self.max_days

        runs_daily = self.runs_daily

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if country is not UNSET:
            field_dict["country"] = country
        if postcode is not UNSET:
            field_dict["postcode"] = postcode
        if carrier is not UNSET:
            field_dict["carrier"] = carrier
        if method is not UNSET:
            field_dict["method"] = method
        if min_days is not UNSET:
            field_dict["min_days"] = min_days
        if max_days is not UNSET:
            field_dict["max_days"] = max_days
        if runs_daily is not UNSET:
            field_dict["runs_daily"] = runs_daily

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country", UNSET)

        postcode = d.pop("postcode", UNSET)

        carrier = d.pop("carrier", UNSET)

        method = d.pop("method", UNSET)

        min_days = d.pop("min_days", UNSET)

        max_days = d.pop("max_days", UNSET)

        runs_daily = d.pop("runs_daily", UNSET)

        _made = cls(
            country=country,
            postcode=postcode,
            carrier=carrier,
            method=method,
            min_days=min_days,
            max_days=max_days,
            runs_daily=runs_daily,
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
