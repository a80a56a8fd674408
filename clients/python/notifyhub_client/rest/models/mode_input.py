from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.delivery_mode import DeliveryMode, check_delivery_mode
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="ModeInput")


@_attrs_define
class ModeInput:
    """
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
        channels (list[Channel] | Unset): Ways in order, each with a sender of the store; absent: they stay
        takes_phone_as_consent (bool | Unset): Counts with `channels` only
    """

    kind: NotificationKind
    mode: DeliveryMode
    channels: list[Channel] | Unset = UNSET
    takes_phone_as_consent: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        mode: str = self.mode

        channels: list[str] | Unset = UNSET
        if not isinstance(self.channels, Unset):
            channels = []
            for channels_item_data in self.channels:
                channels_item: str = channels_item_data
                channels.append(channels_item)

        takes_phone_as_consent = self.takes_phone_as_consent

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "mode": mode,
            }
        )
        if channels is not UNSET:
            field_dict["channels"] = channels
        if takes_phone_as_consent is not UNSET:
            field_dict["takes_phone_as_consent"] = takes_phone_as_consent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = check_notification_kind(d.pop("kind"))

        mode = check_delivery_mode(d.pop("mode"))

        _channels = d.pop("channels", UNSET)
        channels: list[Channel] | Unset = UNSET
        if _channels is not UNSET:
            channels = []
            for channels_item_data in _channels:
                channels_item = check_channel(channels_item_data)

                channels.append(channels_item)

        takes_phone_as_consent = d.pop("takes_phone_as_consent", UNSET)

        _made = cls(
            kind=kind,
            mode=mode,
            channels=channels,
            takes_phone_as_consent=takes_phone_as_consent,
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
