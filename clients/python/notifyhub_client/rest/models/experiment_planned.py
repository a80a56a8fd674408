from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.alternative import Alternative
    from ..models.experiment_planned_days_alone import ExperimentPlannedDaysAlone
    from ..models.reach import Reach


T = TypeVar("T", bound="ExperimentPlanned")


@_attrs_define
class ExperimentPlanned:
    """What a test would cost.

    Attributes:
        units (int): Of all arms together
        units_by_arm (list[int]):
        units_per_day (float): What these stores sent of late
        days (int | None): Null: these stores send none
        months (float | None):
        is_long (bool): Longer than half a year
        base_rate (float | None):
        is_measured (bool): The usual rate was counted, not told
        alternatives (list[Alternative]):
        reach (list[Reach]):
        days_alone (ExperimentPlannedDaysAlone): By store: days it would need by itself
    """

    units: int
    units_by_arm: list[int]
    units_per_day: float
    days: int | None
    months: float | None
    is_long: bool
    base_rate: float | None
    is_measured: bool
    alternatives: list[Alternative]
    reach: list[Reach]
    days_alone: ExperimentPlannedDaysAlone
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        units = self.units

        units_by_arm = self.units_by_arm

        units_per_day = self.units_per_day

        days: int | None
        days = self.days

        months: float | None
        months = self.months

        is_long = self.is_long

        base_rate: float | None
        base_rate = self.base_rate

        is_measured = self.is_measured

        alternatives = []
        for alternatives_item_data in self.alternatives:
            alternatives_item = alternatives_item_data.to_dict()
            alternatives.append(alternatives_item)

        reach = []
        for reach_item_data in self.reach:
            reach_item = reach_item_data.to_dict()
            reach.append(reach_item)

        days_alone = self.days_alone.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "units": units,
                "units_by_arm": units_by_arm,
                "units_per_day": units_per_day,
                "days": days,
                "months": months,
                "is_long": is_long,
                "base_rate": base_rate,
                "is_measured": is_measured,
                "alternatives": alternatives,
                "reach": reach,
                "days_alone": days_alone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alternative import Alternative  # noqa: PLC0415
        from ..models.experiment_planned_days_alone import ExperimentPlannedDaysAlone  # noqa: PLC0415
        from ..models.reach import Reach  # noqa: PLC0415

        d = dict(src_dict)
        units = d.pop("units")

        units_by_arm = cast(list[int], d.pop("units_by_arm"))

        units_per_day = d.pop("units_per_day")

        def _parse_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        days = _parse_days(d.pop("days"))

        def _parse_months(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        months = _parse_months(d.pop("months"))

        is_long = d.pop("is_long")

        def _parse_base_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        base_rate = _parse_base_rate(d.pop("base_rate"))

        is_measured = d.pop("is_measured")

        alternatives = []
        _alternatives = d.pop("alternatives")
        for alternatives_item_data in _alternatives:
            alternatives_item = Alternative.from_dict(alternatives_item_data)

            alternatives.append(alternatives_item)

        reach = []
        _reach = d.pop("reach")
        for reach_item_data in _reach:
            reach_item = Reach.from_dict(reach_item_data)

            reach.append(reach_item)

        days_alone = ExperimentPlannedDaysAlone.from_dict(d.pop("days_alone"))

        _made = cls(
            units=units,
            units_by_arm=units_by_arm,
            units_per_day=units_per_day,
            days=days,
            months=months,
            is_long=is_long,
            base_rate=base_rate,
            is_measured=is_measured,
            alternatives=alternatives,
            reach=reach,
            days_alone=days_alone,
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
