from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_metric import ExperimentMetric, check_experiment_metric
from ..models.experiment_state import ExperimentState, check_experiment_state
from ..models.experiment_stopping import ExperimentStopping, check_experiment_stopping
from ..models.experiment_unit import ExperimentUnit, check_experiment_unit
from ..models.notification_kind import NotificationKind, check_notification_kind

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="ExperimentRow")


@_attrs_define
class ExperimentRow:
    """A test as it is listed.

    Attributes:
        id (UUID):
        name (str):
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
        state (ExperimentState): * `DRAFT` - Being planned
            * `RUNNING` - Running
            * `STOPPED` - Stopped, not decided
            * `RAMPING` - The winner is being given to everybody
            * `DONE` - Decided
        store (None | StoreRef): Null: in several stores
        store_count (int):
        unit (ExperimentUnit): * `CUSTOMER` - A buyer
            * `ORDER` - An order
        stopping (ExperimentStopping): * `PLANNED` - Planned: a number of orders and an end
            * `OPEN` - Open-ended: until it is sure
            * `PICK` - Just pick: the likelier one, without proof
            * `BANDIT` - Bandit: gives more to what does better
        primary_metric (ExperimentMetric): * `CLICKED` - A person clicks through to the order status page
            * `OPENED` - A person opens the mail
            * `BOUGHT_AGAIN` - The buyer orders again
            * `REVENUE` - What the buyer spends again
            * `ORDER_VALUE` - The value of those next orders
            * `CONTACTED` - The buyer asks the store for help
        created_at (datetime.datetime):
        created_by (str):
        started_at (datetime.datetime | None):
        stopped_at (datetime.datetime | None):
        decided_at (datetime.datetime | None):
    """

    id: UUID
    name: str
    kind: NotificationKind
    state: ExperimentState
    store: None | StoreRef
    store_count: int
    unit: ExperimentUnit
    stopping: ExperimentStopping
    primary_metric: ExperimentMetric
    created_at: datetime.datetime
    created_by: str
    started_at: datetime.datetime | None
    stopped_at: datetime.datetime | None
    decided_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        kind: str = self.kind

        state: str = self.state

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        store_count = self.store_count

        unit: str = self.unit

        stopping: str = self.stopping

        primary_metric: str = self.primary_metric

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        stopped_at: None | str
        if isinstance(self.stopped_at, datetime.datetime):
            stopped_at = self.stopped_at.isoformat()
        else:
            stopped_at = self.stopped_at

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "kind": kind,
                "state": state,
                "store": store,
                "store_count": store_count,
                "unit": unit,
                "stopping": stopping,
                "primary_metric": primary_metric,
                "created_at": created_at,
                "created_by": created_by,
                "started_at": started_at,
                "stopped_at": stopped_at,
                "decided_at": decided_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        kind = check_notification_kind(d.pop("kind"))

        state = check_experiment_state(d.pop("state"))

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

        store_count = d.pop("store_count")

        unit = check_experiment_unit(d.pop("unit"))

        stopping = check_experiment_stopping(d.pop("stopping"))

        primary_metric = check_experiment_metric(d.pop("primary_metric"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        def _parse_started_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started_at = _parse_started_at(d.pop("started_at"))

        def _parse_stopped_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stopped_at_type_0 = datetime.datetime.fromisoformat(data)

                return stopped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        stopped_at = _parse_stopped_at(d.pop("stopped_at"))

        def _parse_decided_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_at_type_0 = datetime.datetime.fromisoformat(data)

                return decided_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided_at = _parse_decided_at(d.pop("decided_at"))

        _made = cls(
            id=id,
            name=name,
            kind=kind,
            state=state,
            store=store,
            store_count=store_count,
            unit=unit,
            stopping=stopping,
            primary_metric=primary_metric,
            created_at=created_at,
            created_by=created_by,
            started_at=started_at,
            stopped_at=stopped_at,
            decided_at=decided_at,
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
