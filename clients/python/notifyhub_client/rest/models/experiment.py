from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_guardrail import ExperimentGuardrail, check_experiment_guardrail
from ..models.experiment_metric import ExperimentMetric, check_experiment_metric
from ..models.experiment_state import ExperimentState, check_experiment_state
from ..models.experiment_stopping import ExperimentStopping, check_experiment_stopping
from ..models.experiment_unit import ExperimentUnit, check_experiment_unit
from ..models.notification_kind import NotificationKind, check_notification_kind

if TYPE_CHECKING:
    from ..models.arm import Arm
    from ..models.epoch import Epoch
    from ..models.hindrance import Hindrance
    from ..models.place import Place
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Experiment")


@_attrs_define
class Experiment:
    """All that was declared, and how it went on.

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
        hypothesis (str):
        template (UUID):
        layer (str):
        coverage_bp (int): As declared
        window_days (int):
        cap_minor (int | None):
        guardrails (list[ExperimentGuardrail]):
        segments (list[str]):
        alpha (float):
        power (float):
        base_rate (float | None):
        least_effect (float | None):
        plan_units (int | None):
        plan_end_at (datetime.datetime | None):
        look_count (int):
        least_days (int):
        promotes_itself (bool):
        holdback_bp (int):
        method_version (int):
        started_by (str):
        stopped_by (str):
        why_stopped (str):
        arms (list[Arm]):
        stores (list[Place]): Of those that the key reaches
        epochs (list[Epoch]): The last one holds
        hindrances (list[Hindrance]): What keeps a draft from starting; empty: nothing does
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
    hypothesis: str
    template: UUID
    layer: str
    coverage_bp: int
    window_days: int
    cap_minor: int | None
    guardrails: list[ExperimentGuardrail]
    segments: list[str]
    alpha: float
    power: float
    base_rate: float | None
    least_effect: float | None
    plan_units: int | None
    plan_end_at: datetime.datetime | None
    look_count: int
    least_days: int
    promotes_itself: bool
    holdback_bp: int
    method_version: int
    started_by: str
    stopped_by: str
    why_stopped: str
    arms: list[Arm]
    stores: list[Place]
    epochs: list[Epoch]
    hindrances: list[Hindrance]
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

        hypothesis = self.hypothesis

        template = str(self.template)

        layer = self.layer

        coverage_bp = self.coverage_bp

        window_days = self.window_days

        cap_minor: int | None
        cap_minor = self.cap_minor

        guardrails = []
        for guardrails_item_data in self.guardrails:
            guardrails_item: str = guardrails_item_data
            guardrails.append(guardrails_item)

        segments = self.segments

        alpha = self.alpha

        power = self.power

        base_rate: float | None
        base_rate = self.base_rate

        least_effect: float | None
        least_effect = self.least_effect

        plan_units: int | None
        plan_units = self.plan_units

        plan_end_at: None | str
        if isinstance(self.plan_end_at, datetime.datetime):
            plan_end_at = self.plan_end_at.isoformat()
        else:
            plan_end_at = self.plan_end_at

        look_count = self.look_count

        least_days = self.least_days

        promotes_itself = self.promotes_itself

        holdback_bp = self.holdback_bp

        method_version = self.method_version

        started_by = self.started_by

        stopped_by = self.stopped_by

        why_stopped = self.why_stopped

        arms = []
        for arms_item_data in self.arms:
            arms_item = arms_item_data.to_dict()
            arms.append(arms_item)

        stores = []
        for stores_item_data in self.stores:
            stores_item = stores_item_data.to_dict()
            stores.append(stores_item)

        epochs = []
        for epochs_item_data in self.epochs:
            epochs_item = epochs_item_data.to_dict()
            epochs.append(epochs_item)

        hindrances = []
        for hindrances_item_data in self.hindrances:
            hindrances_item = hindrances_item_data.to_dict()
            hindrances.append(hindrances_item)

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
                "hypothesis": hypothesis,
                "template": template,
                "layer": layer,
                "coverage_bp": coverage_bp,
                "window_days": window_days,
                "cap_minor": cap_minor,
                "guardrails": guardrails,
                "segments": segments,
                "alpha": alpha,
                "power": power,
                "base_rate": base_rate,
                "least_effect": least_effect,
                "plan_units": plan_units,
                "plan_end_at": plan_end_at,
                "look_count": look_count,
                "least_days": least_days,
                "promotes_itself": promotes_itself,
                "holdback_bp": holdback_bp,
                "method_version": method_version,
                "started_by": started_by,
                "stopped_by": stopped_by,
                "why_stopped": why_stopped,
                "arms": arms,
                "stores": stores,
                "epochs": epochs,
                "hindrances": hindrances,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.arm import Arm  # noqa: PLC0415
        from ..models.epoch import Epoch  # noqa: PLC0415
        from ..models.hindrance import Hindrance  # noqa: PLC0415
        from ..models.place import Place  # noqa: PLC0415
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

        hypothesis = d.pop("hypothesis")

        template = UUID(d.pop("template"))

        layer = d.pop("layer")

        coverage_bp = d.pop("coverage_bp")

        window_days = d.pop("window_days")

        def _parse_cap_minor(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        cap_minor = _parse_cap_minor(d.pop("cap_minor"))

        guardrails = []
        _guardrails = d.pop("guardrails")
        for guardrails_item_data in _guardrails:
            guardrails_item = check_experiment_guardrail(guardrails_item_data)

            guardrails.append(guardrails_item)

        segments = cast(list[str], d.pop("segments"))

        alpha = d.pop("alpha")

        power = d.pop("power")

        def _parse_base_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        base_rate = _parse_base_rate(d.pop("base_rate"))

        def _parse_least_effect(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        least_effect = _parse_least_effect(d.pop("least_effect"))

        def _parse_plan_units(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        plan_units = _parse_plan_units(d.pop("plan_units"))

        def _parse_plan_end_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                plan_end_at_type_0 = datetime.datetime.fromisoformat(data)

                return plan_end_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        plan_end_at = _parse_plan_end_at(d.pop("plan_end_at"))

        look_count = d.pop("look_count")

        least_days = d.pop("least_days")

        promotes_itself = d.pop("promotes_itself")

        holdback_bp = d.pop("holdback_bp")

        method_version = d.pop("method_version")

        started_by = d.pop("started_by")

        stopped_by = d.pop("stopped_by")

        why_stopped = d.pop("why_stopped")

        arms = []
        _arms = d.pop("arms")
        for arms_item_data in _arms:
            arms_item = Arm.from_dict(arms_item_data)

            arms.append(arms_item)

        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = Place.from_dict(stores_item_data)

            stores.append(stores_item)

        epochs = []
        _epochs = d.pop("epochs")
        for epochs_item_data in _epochs:
            epochs_item = Epoch.from_dict(epochs_item_data)

            epochs.append(epochs_item)

        hindrances = []
        _hindrances = d.pop("hindrances")
        for hindrances_item_data in _hindrances:
            hindrances_item = Hindrance.from_dict(hindrances_item_data)

            hindrances.append(hindrances_item)

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
            hypothesis=hypothesis,
            template=template,
            layer=layer,
            coverage_bp=coverage_bp,
            window_days=window_days,
            cap_minor=cap_minor,
            guardrails=guardrails,
            segments=segments,
            alpha=alpha,
            power=power,
            base_rate=base_rate,
            least_effect=least_effect,
            plan_units=plan_units,
            plan_end_at=plan_end_at,
            look_count=look_count,
            least_days=least_days,
            promotes_itself=promotes_itself,
            holdback_bp=holdback_bp,
            method_version=method_version,
            started_by=started_by,
            stopped_by=stopped_by,
            why_stopped=why_stopped,
            arms=arms,
            stores=stores,
            epochs=epochs,
            hindrances=hindrances,
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
