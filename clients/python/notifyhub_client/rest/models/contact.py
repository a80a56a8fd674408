from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.contact_channel import ContactChannel, check_contact_channel

T = TypeVar("T", bound="Contact")


@_attrs_define
class Contact:
    """That staff reached the buyer, and how.

    Attributes:
        channel (ContactChannel): * `PHONE` - By telephone
            * `EMAIL` - By e-mail
            * `CHAT` - In a chat
            * `SHOP` - In the shop
        text (str):
        actor (str):
        at (datetime.datetime):
    """

    channel: ContactChannel
    text: str
    actor: str
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        channel: str = self.channel

        text = self.text

        actor = self.actor

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "channel": channel,
                "text": text,
                "actor": actor,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        channel = check_contact_channel(d.pop("channel"))

        text = d.pop("text")

        actor = d.pop("actor")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        _made = cls(
            channel=channel,
            text=text,
            actor=actor,
            at=at,
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
