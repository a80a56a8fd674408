from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.consent_in_channel_enum import ConsentInChannelEnum, check_consent_in_channel_enum
from ..models.purpose_enum import PurposeEnum, check_purpose_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConsentInput")


@_attrs_define
class ConsentInput:
    """
    Attributes:
        store (UUID):
        address (str):
        is_given (bool):
        detail (str): How they told you; it is kept
        channel (ConsentInChannelEnum | Unset): * `EMAIL` - e-mail
            * `SMS` - text message
        purpose (PurposeEnum | Unset): * `MARKETING` - Offers and reminders
            * `ORDERS` - News about their orders
            * `TRACKING` - Seeing whether they open and click
    """

    store: UUID
    address: str
    is_given: bool
    detail: str
    channel: ConsentInChannelEnum | Unset = UNSET
    purpose: PurposeEnum | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = str(self.store)

        address = self.address

        is_given = self.is_given

        detail = self.detail

        channel: str | Unset = UNSET
        if not isinstance(self.channel, Unset):
            channel = self.channel

        purpose: str | Unset = UNSET
        if not isinstance(self.purpose, Unset):
            purpose = self.purpose

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "address": address,
                "is_given": is_given,
                "detail": detail,
            }
        )
        if channel is not UNSET:
            field_dict["channel"] = channel
        if purpose is not UNSET:
            field_dict["purpose"] = purpose

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        store = UUID(d.pop("store"))

        address = d.pop("address")

        is_given = d.pop("is_given")

        detail = d.pop("detail")

        _channel = d.pop("channel", UNSET)
        channel: ConsentInChannelEnum | Unset
        if isinstance(_channel, Unset):
            channel = UNSET
        else:
            channel = check_consent_in_channel_enum(_channel)

        _purpose = d.pop("purpose", UNSET)
        purpose: PurposeEnum | Unset
        if isinstance(_purpose, Unset):
            purpose = UNSET
        else:
            purpose = check_purpose_enum(_purpose)

        _made = cls(
            store=store,
            address=address,
            is_given=is_given,
            detail=detail,
            channel=channel,
            purpose=purpose,
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
