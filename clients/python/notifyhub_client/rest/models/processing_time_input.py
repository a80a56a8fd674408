from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.level_enum import LevelEnum, check_level_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="ProcessingTimeInput")


@_attrs_define
class ProcessingTimeInput:
    """What is named is changed, all else stays.

    Attributes:
        level (LevelEnum): * `VARIANT` - Variant
            * `PRODUCT` - Product
            * `COLLECTION` - Collection
            * `VENDOR` - Vendor
            * `STORE` - Whole store
        min_days (int):
        max_days (int):
        store (UUID):
        target (str | Unset): Shopify's id, global id or address of it, or the vendor's name
        label (str | Unset):
        calendar (None | Unset | UUID): Null: the store's default
        is_dropshipped (bool | Unset):
    """

    level: LevelEnum
    min_days: int
    max_days: int
    store: UUID
    target: str | Unset = UNSET
    label: str | Unset = UNSET
    calendar: None | Unset | UUID = UNSET
    is_dropshipped: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        level: str = self.level

        min_days = self.min_days

        max_days = self.max_days

        store = str(self.store)

        target = self.target

        label = self.label

        calendar: None | str | Unset
        if isinstance(self.calendar, Unset):
            calendar = UNSET
        elif isinstance(self.calendar, UUID):
            calendar = str(self.calendar)
        else:
            calendar = self.calendar

        is_dropshipped = self.is_dropshipped

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "level": level,
                "min_days": min_days,
                "max_days": max_days,
                "store": store,
            }
        )
        if target is not UNSET:
            field_dict["target"] = target
        if label is not UNSET:
            field_dict["label"] = label
        if calendar is not UNSET:
            field_dict["calendar"] = calendar
        if is_dropshipped is not UNSET:
            field_dict["is_dropshipped"] = is_dropshipped

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        level = check_level_enum(d.pop("level"))

        min_days = d.pop("min_days")

        max_days = d.pop("max_days")

        store = UUID(d.pop("store"))

        target = d.pop("target", UNSET)

        label = d.pop("label", UNSET)

        def _parse_calendar(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                calendar_type_0 = UUID(data)

                return calendar_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        calendar = _parse_calendar(d.pop("calendar", UNSET))

        is_dropshipped = d.pop("is_dropshipped", UNSET)

        _made = cls(
            level=level,
            min_days=min_days,
            max_days=max_days,
            store=store,
            target=target,
            label=label,
            calendar=calendar,
            is_dropshipped=is_dropshipped,
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
