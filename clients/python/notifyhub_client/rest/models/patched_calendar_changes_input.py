from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.special_day_input import SpecialDayInput


T = TypeVar("T", bound="PatchedCalendarChangesInput")


@_attrs_define
class PatchedCalendarChangesInput:
    """What is named is changed, all else stays; `days` are replaced as a whole.

    Attributes:
        name (str | Unset):
        workdays (list[int] | Unset): 0 is Monday
        country (str | Unset):
        subdivision (str | Unset):
        cutoff (str | Unset):
        timezone (str | Unset):
        days (list[SpecialDayInput] | Unset):
        is_default (bool | Unset): True: choose it. Another is chosen by choosing that one.
    """

    name: str | Unset = UNSET
    workdays: list[int] | Unset = UNSET
    country: str | Unset = UNSET
    subdivision: str | Unset = UNSET
    cutoff: str | Unset = UNSET
    timezone: str | Unset = UNSET
    days: list[SpecialDayInput] | Unset = UNSET
    is_default: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        workdays: list[int] | Unset = UNSET
        if not isinstance(self.workdays, Unset):
            workdays = self.workdays

        country = self.country

        subdivision = self.subdivision

        cutoff = self.cutoff

        timezone = self.timezone

        days: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.days, Unset):
            days = []
            for days_item_data in self.days:
                days_item = days_item_data.to_dict()
                days.append(days_item)

        is_default = self.is_default

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if workdays is not UNSET:
            field_dict["workdays"] = workdays
        if country is not UNSET:
            field_dict["country"] = country
        if subdivision is not UNSET:
            field_dict["subdivision"] = subdivision
        if cutoff is not UNSET:
            field_dict["cutoff"] = cutoff
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if days is not UNSET:
            field_dict["days"] = days
        if is_default is not UNSET:
            field_dict["is_default"] = is_default

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.special_day_input import SpecialDayInput  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        workdays = cast(list[int], d.pop("workdays", UNSET))

        country = d.pop("country", UNSET)

        subdivision = d.pop("subdivision", UNSET)

        cutoff = d.pop("cutoff", UNSET)

        timezone = d.pop("timezone", UNSET)

        _days = d.pop("days", UNSET)
        days: list[SpecialDayInput] | Unset = UNSET
        if _days is not UNSET:
            days = []
            for days_item_data in _days:
                days_item = SpecialDayInput.from_dict(days_item_data)

                days.append(days_item)

        is_default = d.pop("is_default", UNSET)

        _made = cls(
            name=name,
            workdays=workdays,
            country=country,
            subdivision=subdivision,
            cutoff=cutoff,
            timezone=timezone,
            days=days,
            is_default=is_default,
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
