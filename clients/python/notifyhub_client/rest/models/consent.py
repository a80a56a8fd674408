from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.ground_enum import GroundEnum, check_ground_enum
from ..models.purpose_enum import PurposeEnum, check_purpose_enum

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Consent")


@_attrs_define
class Consent:
    """One word of one person; the last one counts.

    Attributes:
        store (StoreRef): Which store.
        channel (Channel): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
        address (str): An e-mail address, or a number as +4791234567
        purpose (PurposeEnum): * `MARKETING` - Offers and reminders
            * `ORDERS` - News about their orders
            * `TRACKING` - Seeing whether they open and click
        is_given (bool): False: they want none
        ground (GroundEnum): * `SHOPIFY` - The shop
            * `BUYER` - The buyer, on a page of ours
            * `ONE_CLICK` - The buyer's mail program
            * `ANSWER` - The buyer's answer
            * `STAFF` - A person of the store
        detail (str):
        actor (str): Who wrote it down; empty: the person themselves
        at (datetime.datetime):
    """

    store: StoreRef
    channel: Channel
    address: str
    purpose: PurposeEnum
    is_given: bool
    ground: GroundEnum
    detail: str
    actor: str
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        channel: str = self.channel

        address = self.address

        purpose: str = self.purpose

        is_given = self.is_given

        ground: str = self.ground

        detail = self.detail

        actor = self.actor

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "channel": channel,
                "address": address,
                "purpose": purpose,
                "is_given": is_given,
                "ground": ground,
                "detail": detail,
                "actor": actor,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        channel = check_channel(d.pop("channel"))

        address = d.pop("address")

        purpose = check_purpose_enum(d.pop("purpose"))

        is_given = d.pop("is_given")

        ground = check_ground_enum(d.pop("ground"))

        detail = d.pop("detail")

        actor = d.pop("actor")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        _made = cls(
            store=store,
            channel=channel,
            address=address,
            purpose=purpose,
            is_given=is_given,
            ground=ground,
            detail=detail,
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
