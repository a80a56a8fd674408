from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.scan_in_state_enum import ScanInStateEnum, check_scan_in_state_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="ScanInput")


@_attrs_define
class ScanInput:
    """
    Attributes:
        state (ScanInStateEnum): * `LABEL_PURCHASED` - Label bought
            * `LABEL_PRINTED` - Label printed
            * `READY_FOR_PICKUP` - Ready for pickup
            * `CONFIRMED` - Announced to the carrier
            * `CARRIER_PICKED_UP` - With the carrier
            * `IN_TRANSIT` - On its way
            * `OUT_FOR_DELIVERY` - Out for delivery
            * `ATTEMPTED_DELIVERY` - Delivery attempted
            * `DELAYED` - Delayed
            * `DELIVERED` - Delivered
            * `EXCEPTION` - Something is wrong
            * `FAILURE` - Not delivered
            * `RETURNING` - On its way back
            * `RETURNED` - Came back
        at (datetime.datetime | Unset): When it happened; now, if it is left out
        message (str | Unset):
        city (str | Unset):
        country (str | Unset):
    """

    state: ScanInStateEnum
    at: datetime.datetime | Unset = UNSET
    message: str | Unset = UNSET
    city: str | Unset = UNSET
    country: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state: str = self.state

        at: str | Unset = UNSET
        if not isinstance(self.at, Unset):
            at = self.at.isoformat()

        message = self.message

        city = self.city

        country = self.country

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
            }
        )
        if at is not UNSET:
            field_dict["at"] = at
        if message is not UNSET:
            field_dict["message"] = message
        if city is not UNSET:
            field_dict["city"] = city
        if country is not UNSET:
            field_dict["country"] = country

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = check_scan_in_state_enum(d.pop("state"))

        _at = d.pop("at", UNSET)
        at: datetime.datetime | Unset
        if isinstance(_at, Unset):
            at = UNSET
        else:
            at = datetime.datetime.fromisoformat(_at)

        message = d.pop("message", UNSET)

        city = d.pop("city", UNSET)

        country = d.pop("country", UNSET)

        _made = cls(
            state=state,
            at=at,
            message=message,
            city=city,
            country=country,
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
