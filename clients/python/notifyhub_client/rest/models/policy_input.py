from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PolicyInput")


@_attrs_define
class PolicyInput:
    """
    Attributes:
        archive_after_days (int | None): Days after an order is done; null: only by hand
        writes_tags (bool | Unset): Whether tags that staff change are changed in Shopify too
        writes_corrections (bool | Unset): Whether notes and corrected e-mail addresses are written to Shopify too
    """

    archive_after_days: int | None
    writes_tags: bool | Unset = UNSET
    writes_corrections: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        archive_after_days: int | None
        archive_after_days = self.archive_after_days

        writes_tags = self.writes_tags

        writes_corrections = self.writes_corrections

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "archive_after_days": archive_after_days,
            }
        )
        if writes_tags is not UNSET:
            field_dict["writes_tags"] = writes_tags
        if writes_corrections is not UNSET:
            field_dict["writes_corrections"] = writes_corrections

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_archive_after_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        archive_after_days = _parse_archive_after_days(d.pop("archive_after_days"))

        writes_tags = d.pop("writes_tags", UNSET)

        writes_corrections = d.pop("writes_corrections", UNSET)

        _made = cls(
            archive_after_days=archive_after_days,
            writes_tags=writes_tags,
            writes_corrections=writes_corrections,
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
