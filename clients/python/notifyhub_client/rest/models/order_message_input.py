from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.order_notification_kind import OrderNotificationKind, check_order_notification_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderMessageInput")


@_attrs_define
class OrderMessageInput:
    """Which kind of thing is said of which order.

    Attributes:
        kind (OrderNotificationKind): * `ORDER_CONFIRMATION` - Order Confirmation
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
            * `POS_RECEIPT` - Pos Receipt
            * `REVIEW_REQUEST` - Review Request
            * `ADDRESS_CHECK` - Address Check
            * `THANK_YOU` - Thank You
        order (UUID | Unset): This, or `order_name`
        order_name (str | Unset): As Shopify shows it: `#1001`
        store (UUID | Unset): Whose `order_name` it is
    """

    kind: OrderNotificationKind
    order: UUID | Unset = UNSET
    order_name: str | Unset = UNSET
    store: UUID | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        order: str | Unset = UNSET
        if not isinstance(self.order, Unset):
            order = str(self.order)

        order_name = self.order_name

        store: str | Unset = UNSET
        if not isinstance(self.store, Unset):
            store = str(self.store)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
            }
        )
        if order is not UNSET:
            field_dict["order"] = order
        if order_name is not UNSET:
            field_dict["order_name"] = order_name
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = check_order_notification_kind(d.pop("kind"))

        _order = d.pop("order", UNSET)
        order: UUID | Unset
        if isinstance(_order, Unset):
            order = UNSET
        else:
            order = UUID(_order)

        order_name = d.pop("order_name", UNSET)

        _store = d.pop("store", UNSET)
        store: UUID | Unset
        if isinstance(_store, Unset):
            store = UNSET
        else:
            store = UUID(_store)

        _made = cls(
            kind=kind,
            order=order,
            order_name=order_name,
            store=store,
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
