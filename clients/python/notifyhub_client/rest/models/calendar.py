from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.special_day import SpecialDay
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Calendar")


@_attrs_define
class Calendar:
    """On which days, and until when on each, a place of the store packs.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        name (str):
        is_default (bool):
        workdays (list[int]): 0 is Monday
        country (str): Whose public holidays are kept; empty: none
        subdivision (str):
        cutoff (str): Ordered by then counts on that day
        timezone (str): Empty: the store's
        days (list[SpecialDay]):
        changed_at (datetime.datetime | None):
        changed_by (str):
    """

    id: UUID
    store: StoreRef
    name: str
    is_default: bool
    workdays: list[int]
    country: str
    subdivision: str
    cutoff: str
    timezone: str
    days: list[SpecialDay]
    changed_at: datetime.datetime | None
    changed_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        name = self.name

        is_default = self.is_default

        workdays = self.workdays

        country = self.country

        subdivision = self.subdivision

        cutoff = self.cutoff

        timezone = self.timezone

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        changed_by = self.changed_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "name": name,
                "is_default": is_default,
                "workdays": workdays,
                "country": country,
                "subdivision": subdivision,
                "cutoff": cutoff,
                "timezone": timezone,
                "days": days,
                "changed_at": changed_at,
                "changed_by": changed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.special_day import SpecialDay  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        name = d.pop("name")

        is_default = d.pop("is_default")

        workdays = cast(list[int], d.pop("workdays"))

        country = d.pop("country")

        subdivision = d.pop("subdivision")

        cutoff = d.pop("cutoff")

        timezone = d.pop("timezone")

        days = []
        _days = d.pop("days")
        for days_item_data in _days:
            days_item = SpecialDay.from_dict(days_item_data)

            days.append(days_item)

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        changed_by = d.pop("changed_by")

        _made = cls(
            id=id,
            store=store,
            name=name,
            is_default=is_default,
            workdays=workdays,
            country=country,
            subdivision=subdivision,
            cutoff=cutoff,
            timezone=timezone,
            days=days,
            changed_at=changed_at,
            changed_by=changed_by,
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
