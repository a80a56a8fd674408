from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_metric import ExperimentMetric, check_experiment_metric
from ..models.experiment_stopping import ExperimentStopping, check_experiment_stopping
from ..types import UNSET, Unset

T = TypeVar("T", bound="ExperimentPlanInput")


@_attrs_define
class ExperimentPlanInput:
    """A test that is thought of. Nothing is kept.

    Attributes:
        template (UUID):
        stores (list[UUID]):
        weights_bp (list[int] | Unset): By arm
        primary_metric (ExperimentMetric | Unset): * `CLICKED` - A person clicks through to the order status page
            * `OPENED` - A person opens the mail
            * `BOUGHT_AGAIN` - The buyer orders again
            * `REVENUE` - What the buyer spends again
            * `ORDER_VALUE` - The value of those next orders
            * `CONTACTED` - The buyer asks the store for help
        stopping (ExperimentStopping | Unset): * `PLANNED` - Planned: a number of orders and an end
            * `OPEN` - Open-ended: until it is sure
            * `PICK` - Just pick: the likelier one, without proof
            * `BANDIT` - Bandit: gives more to what does better
        least_effect (float | Unset): Relative: 0.1 is 10 % more
        base_rate (float | None | Unset): Null: as measured
        alpha (float | Unset):
        power (float | Unset):
        look_count (int | Unset):
        least_days (int | Unset):
        window_days (int | Unset):
        coverage_bp (int | Unset):
    """

    template: UUID
    stores: list[UUID]
    weights_bp: list[int] | Unset = UNSET
    primary_metric: ExperimentMetric | Unset = UNSET
    stopping: ExperimentStopping | Unset = UNSET
    least_effect: float | Unset = UNSET
    base_rate: float | None | Unset = UNSET
    alpha: float | Unset = UNSET
    power: float | Unset = UNSET
    look_count: int | Unset = UNSET
    least_days: int | Unset = UNSET
    window_days: int | Unset = UNSET
    coverage_bp: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        template = str(self.template)

        stores = []
        for stores_item_data in self.stores:
            stores_item = str(stores_item_data)
            stores.append(stores_item)

        weights_bp: list[int] | Unset = UNSET
        if not isinstance(self.weights_bp, Unset):
            weights_bp = self.weights_bp

        primary_metric: str | Unset = UNSET
        if not isinstance(self.primary_metric, Unset):
            primary_metric = self.primary_metric

        stopping: str | Unset = UNSET
        if not isinstance(self.stopping, Unset):
            stopping = self.stopping

        least_effect = self.least_effect

        base_rate: float | None | Unset
        if isinstance(self.base_rate, Unset):
            base_rate = UNSET
        else:
            base_rate = self.base_rate

        alpha = self.alpha

        power = self.power

        look_count = self.look_count

        least_days = self.least_days

        window_days = self.window_days

        coverage_bp = self.coverage_bp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "template": template,
                "stores": stores,
            }
        )
        if weights_bp is not UNSET:
            field_dict["weights_bp"] = weights_bp
        if primary_metric is not UNSET:
            field_dict["primary_metric"] = primary_metric
        if stopping is not UNSET:
            field_dict["stopping"] = stopping
        if least_effect is not UNSET:
            field_dict["least_effect"] = least_effect
        if base_rate is not UNSET:
            field_dict["base_rate"] = base_rate
        if alpha is not UNSET:
            field_dict["alpha"] = alpha
        if power is not UNSET:
            field_dict["power"] = power
        if look_count is not UNSET:
            field_dict["look_count"] = look_count
        if least_days is not UNSET:
            field_dict["least_days"] = least_days
        if window_days is not UNSET:
            field_dict["window_days"] = window_days
        if coverage_bp is not UNSET:
            field_dict["coverage_bp"] = coverage_bp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        template = UUID(d.pop("template"))

        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = UUID(stores_item_data)

            stores.append(stores_item)

        weights_bp = cast(list[int], d.pop("weights_bp", UNSET))

        _primary_metric = d.pop("primary_metric", UNSET)
        primary_metric: ExperimentMetric | Unset
        if isinstance(_primary_metric, Unset):
            primary_metric = UNSET
        else:
            primary_metric = check_experiment_metric(_primary_metric)

        _stopping = d.pop("stopping", UNSET)
        stopping: ExperimentStopping | Unset
        if isinstance(_stopping, Unset):
            stopping = UNSET
        else:
            stopping = check_experiment_stopping(_stopping)

        least_effect = d.pop("least_effect", UNSET)

        def _parse_base_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        base_rate = _parse_base_rate(d.pop("base_rate", UNSET))

        alpha = d.pop("alpha", UNSET)

        power = d.pop("power", UNSET)

        look_count = d.pop("look_count", UNSET)

        least_days = d.pop("least_days", UNSET)

        window_days = d.pop("window_days", UNSET)

        coverage_bp = d.pop("coverage_bp", UNSET)

        _made = cls(
            template=template,
            stores=stores,
            weights_bp=weights_bp,
            primary_metric=primary_metric,
            stopping=stopping,
            least_effect=least_effect,
            base_rate=base_rate,
            alpha=alpha,
            power=power,
            look_count=look_count,
            least_days=least_days,
            window_days=window_days,
            coverage_bp=coverage_bp,
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
