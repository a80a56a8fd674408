from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.decision_enum import DecisionEnum, check_decision_enum
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.rollout_mail_out_state_enum import (
    RolloutMailOutStateEnum,
    check_rollout_mail_out_state_enum,
)

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="RolloutMail")


@_attrs_define
class RolloutMail:
    """One mail of one store in a roll-out.

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
        stage (int):
        state (RolloutMailOutStateEnum): * `WAITING` - Waits for its turn
            * `DONE` - Sends the new words
            * `UNCHANGED` - Nothing changed
            * `SKIPPED` - Left as it is
            * `REFUSED` - Could not be published
            * `UNDONE` - Sends the old words again
            * `KEPT` - Published anew since; left alone
        decision (DecisionEnum): * `KEEP_STORE` - keep the store's
            * `TAKE_AGENCY` - take the agency's
            * `SKIP` - leave this mail as it is
        why (str):
        before (int | None): Number of the revision it sent
        after (int | None): Number of the revision it was given
        done_at (datetime.datetime | None):
    """

    store: StoreRef
    kind: NotificationKind
    stage: int
    state: RolloutMailOutStateEnum
    decision: DecisionEnum
    why: str
    before: int | None
    after: int | None
    done_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        kind: str = self.kind

        stage = self.stage

        state: str = self.state

        decision: str = self.decision

        why = self.why

        before: int | None
        before = self.before

        after: int | None
        after = self.after

        done_at: None | str
        if isinstance(self.done_at, datetime.datetime):
            done_at = self.done_at.isoformat()
        else:
            done_at = self.done_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "kind": kind,
                "stage": stage,
                "state": state,
                "decision": decision,
                "why": why,
                "before": before,
                "after": after,
                "done_at": done_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        kind = check_notification_kind(d.pop("kind"))

        stage = d.pop("stage")

        state = check_rollout_mail_out_state_enum(d.pop("state"))

        decision = check_decision_enum(d.pop("decision"))

        why = d.pop("why")

        def _parse_before(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        before = _parse_before(d.pop("before"))

        def _parse_after(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        after = _parse_after(d.pop("after"))

        def _parse_done_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_at_type_0 = datetime.datetime.fromisoformat(data)

                return done_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        done_at = _parse_done_at(d.pop("done_at"))

        _made = cls(
            store=store,
            kind=kind,
            stage=stage,
            state=state,
            decision=decision,
            why=why,
            before=before,
            after=after,
            done_at=done_at,
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
