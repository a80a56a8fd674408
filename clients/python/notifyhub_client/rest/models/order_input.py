from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderInput")


@_attrs_define
class OrderInput:
    """
    Attributes:
        senders (list[UUID]): Ids, the first first; those not named come after them
        channel (Channel | Unset): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
    """

    senders: list[UUID]
    channel: Channel | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        senders = []
        for senders_item_data in self.senders:
            senders_item = str(senders_item_data)
            senders.append(senders_item)

        channel: str | Unset = UNSET
        if not isinstance(self.channel, Unset):
            channel = self.channel

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "senders": senders,
            }
        )
        if channel is not UNSET:
            field_dict["channel"] = channel

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        senders = []
        _senders = d.pop("senders")
        for senders_item_data in _senders:
            senders_item = UUID(senders_item_data)

            senders.append(senders_item)

        _channel = d.pop("channel", UNSET)
        channel: Channel | Unset
        if isinstance(_channel, Unset):
            channel = UNSET
        else:
            channel = check_channel(_channel)

        _made = cls(
            senders=senders,
            channel=channel,
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
