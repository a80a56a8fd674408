from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.notification_kind import NotificationKind, check_notification_kind

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="TemplateRow")


@_attrs_define
class TemplateRow:
    """A draft as it is listed.

    Attributes:
        store (None | StoreRef): Null: the agency's, for all its stores
        id (UUID):
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
        name (str):
        version (int): Name it when you save: see `edit-conflict`
        changed_at (datetime.datetime):
        changed_by (str):
        publishes_at (datetime.datetime | None): Scheduled
    """

    store: None | StoreRef
    id: UUID
    kind: NotificationKind
    name: str
    version: int
    changed_at: datetime.datetime
    changed_by: str
    publishes_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        id = str(self.id)

        kind: str = self.kind

        name = self.name

        version = self.version

        changed_at = self.changed_at.isoformat()

        changed_by = self.changed_by

        publishes_at: None | str
        if isinstance(self.publishes_at, datetime.datetime):
            publishes_at = self.publishes_at.isoformat()
        else:
            publishes_at = self.publishes_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "id": id,
                "kind": kind,
                "name": name,
                "version": version,
                "changed_at": changed_at,
                "changed_by": changed_by,
                "publishes_at": publishes_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        id = UUID(d.pop("id"))

        kind = check_notification_kind(d.pop("kind"))

        name = d.pop("name")

        version = d.pop("version")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        changed_by = d.pop("changed_by")

        def _parse_publishes_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                publishes_at_type_0 = datetime.datetime.fromisoformat(data)

                return publishes_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        publishes_at = _parse_publishes_at(d.pop("publishes_at"))

        _made = cls(
            store=store,
            id=id,
            kind=kind,
            name=name,
            version=version,
            changed_at=changed_at,
            changed_by=changed_by,
            publishes_at=publishes_at,
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
