from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.forecast_out_outcome_enum import (
    ForecastOutOutcomeEnum,
    check_forecast_out_outcome_enum,
)
from ..models.notification_kind import NotificationKind, check_notification_kind

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Forecast")


@_attrs_define
class Forecast:
    """What would become of one mail of one store. Blocks are named by their keys.

    Attributes:
        store (StoreRef): Which store.
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
        outcome (ForecastOutOutcomeEnum): * `UNCHANGED` - unchanged
            * `CHANGED` - changed
            * `CONFLICT` - changed by both
            * `LOCKED` - changed, since the agency has locked it
        changed (list[str]):
        conflicts (list[str]):
        locked (list[str]):
        brand_changes (list[str]):
    """

    store: StoreRef
    kind: NotificationKind
    outcome: ForecastOutOutcomeEnum
    changed: list[str]
    conflicts: list[str]
    locked: list[str]
    brand_changes: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        kind: str = self.kind

        outcome: str = self.outcome

        changed = self.changed

        conflicts = self.conflicts

        locked = self.locked

        brand_changes = self.brand_changes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "kind": kind,
                "outcome": outcome,
                "changed": changed,
                "conflicts": conflicts,
                "locked": locked,
                "brand_changes": brand_changes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        kind = check_notification_kind(d.pop("kind"))

        outcome = check_forecast_out_outcome_enum(d.pop("outcome"))

        changed = cast(list[str], d.pop("changed"))

        conflicts = cast(list[str], d.pop("conflicts"))

        locked = cast(list[str], d.pop("locked"))

        brand_changes = cast(list[str], d.pop("brand_changes"))

        _made = cls(
            store=store,
            kind=kind,
            outcome=outcome,
            changed=changed,
            conflicts=conflicts,
            locked=locked,
            brand_changes=brand_changes,
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
