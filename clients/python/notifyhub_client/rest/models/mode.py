from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.delivery_mode import DeliveryMode, check_delivery_mode
from ..models.notification_kind import NotificationKind, check_notification_kind

T = TypeVar("T", bound="Mode")


@_attrs_define
class Mode:
    """Who sends one kind of message.

    Attributes:
        kind (NotificationKind): * `ORDER_CONFIRMATION` - Order Confirmation
            * `ORDER_EDITED` - Order Edited
            * `ORDER_CANCELLED` - Order Cancelled
            * `ORDER_REFUND` - Order Refund
            * `SHIPPING_CONFIRMATION` - Shipping Confirmation
            * `SHIPPING_UPDATE` - Shipping Update
            * `OUT_FOR_DELIVERY` - Out For Delivery
            * `DELIVERED` - Delivered
            * `DELAYED` - Delayed
            * `NO_NEWS` - No News
            * `READY_FOR_PICKUP` - Ready For Pickup
            * `ABANDONED_CHECKOUT` - Abandoned Checkout
            * `DRAFT_ORDER_INVOICE` - Draft Order Invoice
            * `GIFT_CARD` - Gift Card
            * `POS_RECEIPT` - Pos Receipt
            * `STAFF_NEW_ORDER` - Staff New Order
            * `REVIEW_REQUEST` - Review Request
            * `ADDRESS_CHECK` - Address Check
            * `THANK_YOU` - Thank You
        mode (DeliveryMode): * `WE_SEND` - We send
            * `SHOPIFY_SENDS` - Shopify sends
            * `OFF` - Off
        channels (list[Channel]): By which ways, the first that reaches the buyer; the next if it came back
        takes_phone_as_consent (bool): Whether a number given with the order is agreement to texts about it
        actor (str): Who said so; empty: nobody did, and we send
        changed_at (datetime.datetime | None):
    """

    kind: NotificationKind
    mode: DeliveryMode
    channels: list[Channel]
    takes_phone_as_consent: bool
    actor: str
    changed_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        mode: str = self.mode

        channels = []
        for channels_item_data in self.channels:
            channels_item: str = channels_item_data
            channels.append(channels_item)

        takes_phone_as_consent = self.takes_phone_as_consent

        actor = self.actor

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "mode": mode,
                "channels": channels,
                "takes_phone_as_consent": takes_phone_as_consent,
                "actor": actor,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = check_notification_kind(d.pop("kind"))

        mode = check_delivery_mode(d.pop("mode"))

        channels = []
        _channels = d.pop("channels")
        for channels_item_data in _channels:
            channels_item = check_channel(channels_item_data)

            channels.append(channels_item)

        takes_phone_as_consent = d.pop("takes_phone_as_consent")

        actor = d.pop("actor")

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        _made = cls(
            kind=kind,
            mode=mode,
            channels=channels,
            takes_phone_as_consent=takes_phone_as_consent,
            actor=actor,
            changed_at=changed_at,
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
