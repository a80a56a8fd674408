from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.level_enum import LevelEnum, check_level_enum

if TYPE_CHECKING:
    from ..models.calendar_ref import CalendarRef
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="ProcessingTime")


@_attrs_define
class ProcessingTime:
    """From order to dispatch, in business days: variant > product > collection > vendor > store.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        level (LevelEnum): * `VARIANT` - Variant
            * `PRODUCT` - Product
            * `COLLECTION` - Collection
            * `VENDOR` - Vendor
            * `STORE` - Whole store
        target (str): Shopify's id of it; the vendor's name in small letters; empty: the whole store
        label (str):
        min_days (int):
        max_days (int):
        calendar (CalendarRef | None): Null: the store's default
        is_dropshipped (bool): Sent by the supplier: the days reach to the buyer's door
        changed_at (datetime.datetime | None):
        changed_by (str):
    """

    id: UUID
    store: StoreRef
    level: LevelEnum
    target: str
    label: str
    min_days: int
    max_days: int
    calendar: CalendarRef | None
    is_dropshipped: bool
    changed_at: datetime.datetime | None
    changed_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_ref import CalendarRef  # noqa: PLC0415

        id = str(self.id)

        store = self.store.to_dict()

        level: str = self.level

        target = self.target

        label = self.label

        min_days = self.min_days

        max_days = self.max_days

        calendar: dict[str, Any] | None
        if isinstance(self.calendar, CalendarRef):
            calendar = self.calendar.to_dict()
        else:
            calendar = self.calendar

        is_dropshipped = self.is_dropshipped

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
                "level": level,
                "target": target,
                "label": label,
                "min_days": min_days,
                "max_days": max_days,
                "calendar": calendar,
                "is_dropshipped": is_dropshipped,
                "changed_at": changed_at,
                "changed_by": changed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_ref import CalendarRef  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        level = check_level_enum(d.pop("level"))

        target = d.pop("target")

        label = d.pop("label")

        min_days = d.pop("min_days")

        max_days = d.pop("max_days")

        def _parse_calendar(data: object) -> CalendarRef | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                calendar_type_0 = CalendarRef.from_dict(data)

                return calendar_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CalendarRef | None, data)

        calendar = _parse_calendar(d.pop("calendar"))

        is_dropshipped = d.pop("is_dropshipped")

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
            level=level,
            target=target,
            label=label,
            min_days=min_days,
            max_days=max_days,
            calendar=calendar,
            is_dropshipped=is_dropshipped,
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
