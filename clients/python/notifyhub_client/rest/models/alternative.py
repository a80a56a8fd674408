from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.way_enum import WayEnum, check_way_enum

T = TypeVar("T", bound="Alternative")


@_attrs_define
class Alternative:
    """A way to know sooner.

    Attributes:
        way (WayEnum): * `BOLDER` - BOLDER
            * `FEWER_ARMS` - FEWER_ARMS
            * `POOL` - POOL
            * `PLANNED` - PLANNED
        units (int):
        days (int | None):
        saved_days (int | None):
        effect (float): The relative change it can see
        arms (int):
        stores (int):
    """

    way: WayEnum
    units: int
    days: int | None
    saved_days: int | None
    effect: float
    arms: int
    stores: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        way: str = self.way

        units = self.units

        days: int | None
        days = self.days

        saved_days: int | None
        saved_days = self.saved_days

        effect = self.effect

        arms = self.arms

        stores = self.stores

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "way": way,
                "units": units,
                "days": days,
                "saved_days": saved_days,
                "effect": effect,
                "arms": arms,
                "stores": stores,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        way = check_way_enum(d.pop("way"))

        units = d.pop("units")

        def _parse_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        days = _parse_days(d.pop("days"))

        def _parse_saved_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        saved_days = _parse_saved_days(d.pop("saved_days"))

        effect = d.pop("effect")

        arms = d.pop("arms")

        stores = d.pop("stores")

        _made = cls(
            way=way,
            units=units,
            days=days,
            saved_days=saved_days,
            effect=effect,
            arms=arms,
            stores=stores,
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
