from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.sales_channel import SalesChannel, check_sales_channel
from ..models.teller_enum import TellerEnum, check_teller_enum

T = TypeVar("T", bound="ChannelMode")


@_attrs_define
class ChannelMode:
    """Who tells the buyers of one channel about one kind.

    Attributes:
        sales_channel (SalesChannel): * `ONLINE` - Online store
            * `POS` - Shop counter (POS)
            * `FACEBOOK` - Facebook and Instagram
            * `INSTAGRAM` - Instagram
            * `EBAY` - eBay
            * `AMAZON` - Amazon
            * `TIKTOK` - TikTok
            * `GOOGLE` - Google and YouTube
            * `SHOP` - Shop app
            * `DRAFT` - Draft order
            * `SUBSCRIPTION` - Subscription, renewed
            * `API` - Another system, by our API
            * `OTHER` - Another channel
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
        teller (TellerEnum): * `WE_SEND` - We send
            * `SHOPIFY_SENDS` - Shopify sends
            * `MARKETPLACE_SENDS` - The marketplace sends
            * `OFF` - Off
        instead (BlankEnum | NotificationKind): What is sent in its place; empty: the kind itself

            * `ORDER_CONFIRMATION` - Order Confirmation
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
        variant (str): The template's variant whose words are used; empty: the template's own
        actor (str):
        changed_at (datetime.datetime):
    """

    sales_channel: SalesChannel
    kind: NotificationKind
    teller: TellerEnum
    instead: BlankEnum | NotificationKind
    variant: str
    actor: str
    changed_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sales_channel: str = self.sales_channel

        kind: str = self.kind

        teller: str = self.teller

        instead: str
        if isinstance(self.instead, str):
            instead = self.instead
        else:
            instead = self.instead

        variant = self.variant

        actor = self.actor

        changed_at = self.changed_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "sales_channel": sales_channel,
                "kind": kind,
                "teller": teller,
                "instead": instead,
                "variant": variant,
                "actor": actor,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sales_channel = check_sales_channel(d.pop("sales_channel"))

        kind = check_notification_kind(d.pop("kind"))

        teller = check_teller_enum(d.pop("teller"))

        def _parse_instead(data: object) -> BlankEnum | NotificationKind:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                instead_type_0 = check_notification_kind(data)

                return instead_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            instead_type_1 = check_blank_enum(data)

            return instead_type_1

        instead = _parse_instead(d.pop("instead"))

        variant = d.pop("variant")

        actor = d.pop("actor")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        _made = cls(
            sales_channel=sales_channel,
            kind=kind,
            teller=teller,
            instead=instead,
            variant=variant,
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
