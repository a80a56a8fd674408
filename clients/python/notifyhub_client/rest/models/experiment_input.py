from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_guardrail import ExperimentGuardrail, check_experiment_guardrail
from ..models.experiment_metric import ExperimentMetric, check_experiment_metric
from ..models.experiment_stopping import ExperimentStopping, check_experiment_stopping
from ..models.experiment_unit import ExperimentUnit, check_experiment_unit
from ..models.segments_enum import SegmentsEnum, check_segments_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.arm_input import ArmInput


T = TypeVar("T", bound="ExperimentInput")


@_attrs_define
class ExperimentInput:
    """What is declared of a test besides what it is about.

    Attributes:
        name (str):
        template (UUID):
        stores (list[UUID]):
        arms (list[ArmInput]):
        layer (str | Unset): By its name
        hypothesis (str | Unset):
        unit (ExperimentUnit | Unset): * `CUSTOMER` - A buyer
            * `ORDER` - An order
        stopping (ExperimentStopping | Unset): * `PLANNED` - Planned: a number of orders and an end
            * `OPEN` - Open-ended: until it is sure
            * `PICK` - Just pick: the likelier one, without proof
            * `BANDIT` - Bandit: gives more to what does better
        primary_metric (ExperimentMetric | Unset): * `CLICKED` - A person clicks through to the order status page
            * `OPENED` - A person opens the mail
            * `BOUGHT_AGAIN` - The buyer orders again
            * `REVENUE` - What the buyer spends again
            * `ORDER_VALUE` - The value of those next orders
            * `CONTACTED` - The buyer asks the store for help
        coverage_bp (int | Unset): In hundredths of a per cent: 5000 is 50 %
        window_days (int | Unset):
        cap_minor (int | None | Unset):
        guardrails (list[ExperimentGuardrail] | Unset):
        segments (list[SegmentsEnum] | Unset):
        alpha (float | Unset):
        power (float | Unset):
        base_rate (float | None | Unset):
        least_effect (float | None | Unset):
        plan_units (int | None | Unset):
        plan_end_at (datetime.datetime | None | Unset):
        look_count (int | Unset):
        least_days (int | Unset):
        promotes_itself (bool | Unset):
        holdback_bp (int | Unset): In hundredths of a per cent: 5000 is 50 %
    """

    name: str
    template: UUID
    stores: list[UUID]
    arms: list[ArmInput]
    layer: str | Unset = UNSET
    hypothesis: str | Unset = UNSET
    unit: ExperimentUnit | Unset = UNSET
    stopping: ExperimentStopping | Unset = UNSET
    primary_metric: ExperimentMetric | Unset = UNSET
    coverage_bp: int | Unset = UNSET
    window_days: int | Unset = UNSET
    cap_minor: int | None | Unset = UNSET
    guardrails: list[ExperimentGuardrail] | Unset = UNSET
    segments: list[SegmentsEnum] | Unset = UNSET
    alpha: float | Unset = UNSET
    power: float | Unset = UNSET
    base_rate: float | None | Unset = UNSET
    least_effect: float | None | Unset = UNSET
    plan_units: int | None | Unset = UNSET
    plan_end_at: datetime.datetime | None | Unset = UNSET
    look_count: int | Unset = UNSET
    least_days: int | Unset = UNSET
    promotes_itself: bool | Unset = UNSET
    holdback_bp: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        template = str(self.template)

        stores = []
        for stores_item_data in self.stores:
            stores_item = str(stores_item_data)
            stores.append(stores_item)

        arms = []
        for arms_item_data in self.arms:
            arms_item = arms_item_data.to_dict()
            arms.append(arms_item)

        layer = self.layer

        hypothesis = self.hypothesis

        unit: str | Unset = UNSET
        if not isinstance(self.unit, Unset):
            unit = self.unit

        stopping: str | Unset = UNSET
        if not isinstance(self.stopping, Unset):
            stopping = self.stopping

        primary_metric: str | Unset = UNSET
        if not isinstance(self.primary_metric, Unset):
            primary_metric = self.primary_metric

        coverage_bp = self.coverage_bp

        window_days = self.window_days

        cap_minor: int | None | Unset
        if isinstance(self.cap_minor, Unset):
            cap_minor = UNSET
        else:
            cap_minor = self.cap_minor

        guardrails: list[str] | Unset = UNSET
        if not isinstance(self.guardrails, Unset):
            guardrails = []
            for guardrails_item_data in self.guardrails:
                guardrails_item: str = guardrails_item_data
                guardrails.append(guardrails_item)

        segments: list[str] | Unset = UNSET
        if not isinstance(self.segments, Unset):
            segments = []
            for segments_item_data in self.segments:
                segments_item: str = segments_item_data
                segments.append(segments_item)

        alpha = self.alpha

        power = self.power

        base_rate: float | None | Unset
        if isinstance(self.base_rate, Unset):
            base_rate = UNSET
        else:
            base_rate = self.base_rate

        least_effect: float | None | Unset
        if isinstance(self.least_effect, Unset):
            least_effect = UNSET
        else:
            least_effect = self.least_effect

        plan_units: int | None | Unset
        if isinstance(self.plan_units, Unset):
            plan_units = UNSET
        else:
            plan_units = self.plan_units

        plan_end_at: None | str | Unset
        if isinstance(self.plan_end_at, Unset):
            plan_end_at = UNSET
        elif isinstance(self.plan_end_at, datetime.datetime):
            plan_end_at = self.plan_end_at.isoformat()
        else:
            plan_end_at = self.plan_end_at

        look_count = self.look_count

        least_days = self.least_days

        promotes_itself = self.promotes_itself

        holdback_bp = self.holdback_bp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "template": template,
                "stores": stores,
                "arms": arms,
            }
        )
        if layer is not UNSET:
            field_dict["layer"] = layer
        if hypothesis is not UNSET:
            field_dict["hypothesis"] = hypothesis
        if unit is not UNSET:
            field_dict["unit"] = unit
        if stopping is not UNSET:
            field_dict["stopping"] = stopping
        if primary_metric is not UNSET:
            field_dict["primary_metric"] = primary_metric
        if coverage_bp is not UNSET:
            field_dict["coverage_bp"] = coverage_bp
        if window_days is not UNSET:
            field_dict["window_days"] = window_days
        if cap_minor is not UNSET:
            field_dict["cap_minor"] = cap_minor
        if guardrails is not UNSET:
            field_dict["guardrails"] = guardrails
        if segments is not UNSET:
            field_dict["segments"] = segments
        if alpha is not UNSET:
            field_dict["alpha"] = alpha
        if power is not UNSET:
            field_dict["power"] = power
        if base_rate is not UNSET:
            field_dict["base_rate"] = base_rate
        if least_effect is not UNSET:
            field_dict["least_effect"] = least_effect
        if plan_units is not UNSET:
            field_dict["plan_units"] = plan_units
        if plan_end_at is not UNSET:
            field_dict["plan_end_at"] = plan_end_at
        if look_count is not UNSET:
            field_dict["look_count"] = look_count
        if least_days is not UNSET:
            field_dict["least_days"] = least_days
        if promotes_itself is not UNSET:
            field_dict["promotes_itself"] = promotes_itself
        if holdback_bp is not UNSET:
            field_dict["holdback_bp"] = holdback_bp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.arm_input import ArmInput  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        template = UUID(d.pop("template"))

        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = UUID(stores_item_data)

            stores.append(stores_item)

        arms = []
        _arms = d.pop("arms")
        for arms_item_data in _arms:
            arms_item = ArmInput.from_dict(arms_item_data)

            arms.append(arms_item)

        layer = d.pop("layer", UNSET)

        hypothesis = d.pop("hypothesis", UNSET)

        _unit = d.pop("unit", UNSET)
        unit: ExperimentUnit | Unset
        if isinstance(_unit, Unset):
            unit = UNSET
        else:
            unit = check_experiment_unit(_unit)

        _stopping = d.pop("stopping", UNSET)
        stopping: ExperimentStopping | Unset
        if isinstance(_stopping, Unset):
            stopping = UNSET
        else:
            stopping = check_experiment_stopping(_stopping)

        _primary_metric = d.pop("primary_metric", UNSET)
        primary_metric: ExperimentMetric | Unset
        if isinstance(_primary_metric, Unset):
            primary_metric = UNSET
        else:
            primary_metric = check_experiment_metric(_primary_metric)

        coverage_bp = d.pop("coverage_bp", UNSET)

        window_days = d.pop("window_days", UNSET)

        def _parse_cap_minor(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        cap_minor = _parse_cap_minor(d.pop("cap_minor", UNSET))

        _guardrails = d.pop("guardrails", UNSET)
        guardrails: list[ExperimentGuardrail] | Unset = UNSET
        if _guardrails is not UNSET:
            guardrails = []
            for guardrails_item_data in _guardrails:
                guardrails_item = check_experiment_guardrail(guardrails_item_data)

                guardrails.append(guardrails_item)

        _segments = d.pop("segments", UNSET)
        segments: list[SegmentsEnum] | Unset = UNSET
        if _segments is not UNSET:
            segments = []
            for segments_item_data in _segments:
                segments_item = check_segments_enum(segments_item_data)

                segments.append(segments_item)

        alpha = d.pop("alpha", UNSET)

        power = d.pop("power", UNSET)

        def _parse_base_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        base_rate = _parse_base_rate(d.pop("base_rate", UNSET))

        def _parse_least_effect(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        least_effect = _parse_least_effect(d.pop("least_effect", UNSET))

        def _parse_plan_units(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        plan_units = _parse_plan_units(d.pop("plan_units", UNSET))

        def _parse_plan_end_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                plan_end_at_type_0 = datetime.datetime.fromisoformat(data)

                return plan_end_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        plan_end_at = _parse_plan_end_at(d.pop("plan_end_at", UNSET))

        look_count = d.pop("look_count", UNSET)

        least_days = d.pop("least_days", UNSET)

        promotes_itself = d.pop("promotes_itself", UNSET)

        holdback_bp = d.pop("holdback_bp", UNSET)

        _made = cls(
            name=name,
            template=template,
            stores=stores,
            arms=arms,
            layer=layer,
            hypothesis=hypothesis,
            unit=unit,
            stopping=stopping,
            primary_metric=primary_metric,
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
