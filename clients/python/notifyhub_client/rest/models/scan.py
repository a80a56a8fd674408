from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.parcel_origin import ParcelOrigin, check_parcel_origin

T = TypeVar("T", bound="Scan")


@_attrs_define
class Scan:
    """What was once said of a parcel.

    Attributes:
        state (str): Words of carriers that are not known stay as they came
        at (datetime.datetime):
        origin (ParcelOrigin): * `SHOPIFY` - Shopify
            * `STAFF` - Staff
            * `API` - A program
            * `CSV` - A file
            * `CARRIER` - The carrier
        number (str): Of which number it was said; empty: of the parcel
        message (str):
        city (str):
        country (str):
        expected_at (datetime.datetime | None):
        actor (str):
    """

    state: str
    at: datetime.datetime
    origin: ParcelOrigin
    number: str
    message: str
    city: str
    country: str
    expected_at: datetime.datetime | None
    actor: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state = self.state

        at = self.at.isoformat()

        origin: str = self.origin

        number = self.number

        message = self.message

        city = self.city

        country = self.country

        expected_at: None | str
        if isinstance(self.expected_at, datetime.datetime):
            expected_at = self.expected_at.isoformat()
        else:
            expected_at = self.expected_at

        actor = self.actor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "at": at,
                "origin": origin,
                "number": number,
                "message": message,
                "city": city,
                "country": country,
                "expected_at": expected_at,
                "actor": actor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = d.pop("state")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        origin = check_parcel_origin(d.pop("origin"))

        number = d.pop("number")

        message = d.pop("message")

        city = d.pop("city")

        country = d.pop("country")

        def _parse_expected_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expected_at_type_0 = datetime.datetime.fromisoformat(data)

                return expected_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expected_at = _parse_expected_at(d.pop("expected_at"))

        actor = d.pop("actor")

        _made = cls(
            state=state,
            at=at,
            origin=origin,
            number=number,
            message=message,
            city=city,
            country=country,
            expected_at=expected_at,
            actor=actor,
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
