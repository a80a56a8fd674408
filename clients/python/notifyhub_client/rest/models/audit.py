from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.audit_cause import AuditCause, check_audit_cause
from ..models.audit_state import AuditState, check_audit_state
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.audit_item import AuditItem
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Audit")


@_attrs_define
class Audit:
    """A mail that somebody must look at again.

    Attributes:
        id (UUID):
        store (None | StoreRef):
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
        cause (AuditCause): * `CALENDAR` - The calendar
            * `BRAND` - The brand changed
            * `IMPORT` - It was imported
            * `BY_HAND` - Somebody asked for it
        about (str): With BRAND: which fields changed
        due_on (datetime.date):
        state (AuditState): * `OK` - OK
            * `LOOK` - LOOK
            * `BAD` - BAD
        checklist (list[AuditItem]):
        checked_at (datetime.datetime | None): Null: not looked at yet
        opened_at (datetime.datetime):
        closed_at (datetime.datetime | None): Null: open
        owner (str | Unset): Who is reminded; empty: the agency's owners
    """

    id: UUID
    store: None | StoreRef
    kind: NotificationKind
    cause: AuditCause
    about: str
    due_on: datetime.date
    state: AuditState
    checklist: list[AuditItem]
    checked_at: datetime.datetime | None
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    owner: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        kind: str = self.kind

        cause: str = self.cause

        about = self.about

        due_on = self.due_on.isoformat()

        state: str = self.state

        checklist = []
        for checklist_item_data in self.checklist:
            checklist_item = checklist_item_data.to_dict()
            checklist.append(checklist_item)

        checked_at: None | str
        if isinstance(self.checked_at, datetime.datetime):
            checked_at = self.checked_at.isoformat()
        else:
            checked_at = self.checked_at

        opened_at = self.opened_at.isoformat()

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        owner = self.owner

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "kind": kind,
                "cause": cause,
                "about": about,
                "due_on": due_on,
                "state": state,
                "checklist": checklist,
                "checked_at": checked_at,
                "opened_at": opened_at,
                "closed_at": closed_at,
            }
        )
        if owner is not UNSET:
            field_dict["owner"] = owner

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.audit_item import AuditItem  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

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

        kind = check_notification_kind(d.pop("kind"))

        cause = check_audit_cause(d.pop("cause"))

        about = d.pop("about")

        due_on = datetime.date.fromisoformat(d.pop("due_on"))

        state = check_audit_state(d.pop("state"))

        checklist = []
        _checklist = d.pop("checklist")
        for checklist_item_data in _checklist:
            checklist_item = AuditItem.from_dict(checklist_item_data)

            checklist.append(checklist_item)

        def _parse_checked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                checked_at_type_0 = datetime.datetime.fromisoformat(data)

                return checked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        checked_at = _parse_checked_at(d.pop("checked_at"))

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        owner = d.pop("owner", UNSET)

        _made = cls(
            id=id,
            store=store,
            kind=kind,
            cause=cause,
            about=about,
            due_on=due_on,
            state=state,
            checklist=checklist,
            checked_at=checked_at,
            opened_at=opened_at,
            closed_at=closed_at,
            owner=owner,
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
