from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.mixed_cart_enum import MixedCartEnum, check_mixed_cart_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="DeliverySettingsInput")


@_attrs_define
class DeliverySettingsInput:
    """What is left out stays as it is.

    Attributes:
        is_shown (bool | Unset):
        mixed_cart (MixedCartEnum | Unset): * `LATEST` - One date for all: the latest
            * `PER_LINE` - A date for each
        tells_delays (bool | Unset):
        tells_silence (bool | Unset):
        risk_hours (int | Unset):
        silence_days (int | Unset):
        first_scan_days (int | Unset):
        stalled_days (int | Unset):
    """

    is_shown: bool | Unset = UNSET
    mixed_cart: MixedCartEnum | Unset = UNSET
    tells_delays: bool | Unset = UNSET
    tells_silence: bool | Unset = UNSET
    risk_hours: int | Unset = UNSET
    silence_days: int | Unset = UNSET
    first_scan_days: int | Unset = UNSET
    stalled_days: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        is_shown = self.is_shown

        mixed_cart: str | Unset = UNSET
        if not isinstance(self.mixed_cart, Unset):
            mixed_cart = self.mixed_cart

        tells_delays = self.tells_delays

        tells_silence = self.tells_silence

        risk_hours = self.risk_hours

        silence_days = self.silence_days

        first_scan_days = self.first_scan_days

        stalled_days = self.stalled_days

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if is_shown is not UNSET:
            field_dict["is_shown"] = is_shown
        if mixed_cart is not UNSET:
            field_dict["mixed_cart"] = mixed_cart
        if tells_delays is not UNSET:
            field_dict["tells_delays"] = tells_delays
        if tells_silence is not UNSET:
            field_dict["tells_silence"] = tells_silence
        if risk_hours is not UNSET:
            field_dict["risk_hours"] = risk_hours
        if silence_days is not UNSET:
            field_dict["silence_days"] = silence_days
        if first_scan_days is not UNSET:
            field_dict["first_scan_days"] = first_scan_days
        if stalled_days is not UNSET:
            field_dict["stalled_days"] = stalled_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        is_shown = d.pop("is_shown", UNSET)

        _mixed_cart = d.pop("mixed_cart", UNSET)
        mixed_cart: MixedCartEnum | Unset
        if isinstance(_mixed_cart, Unset):
            mixed_cart = UNSET
        else:
            mixed_cart = check_mixed_cart_enum(_mixed_cart)

        tells_delays = d.pop("tells_delays", UNSET)

        tells_silence = d.pop("tells_silence", UNSET)

        risk_hours = d.pop("risk_hours", UNSET)

        silence_days = d.pop("silence_days", UNSET)

        first_scan_days = d.pop("first_scan_days", UNSET)

        stalled_days = d.pop("stalled_days", UNSET)

        _made = cls(
            is_shown=is_shown,
            mixed_cart=mixed_cart,
            tells_delays=tells_delays,
            tells_silence=tells_silence,
            risk_hours=risk_hours,
            silence_days=silence_days,
            first_scan_days=first_scan_days,
            stalled_days=stalled_days,
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
