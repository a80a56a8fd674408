from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.stage_counts import StageCounts


T = TypeVar("T", bound="Stage")


@_attrs_define
class Stage:
    """One stage.

    Attributes:
        percent (int):
        store_count (int): That have it when the stage is through
        counts (StageCounts): Mails by their state
    """

    percent: int
    store_count: int
    counts: StageCounts
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        percent = self.percent

        store_count = self.store_count

        counts = self.counts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "percent": percent,
                "store_count": store_count,
                "counts": counts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stage_counts import StageCounts  # noqa: PLC0415

        d = dict(src_dict)
        percent = d.pop("percent")

        store_count = d.pop("store_count")

        counts = StageCounts.from_dict(d.pop("counts"))

        _made = cls(
            percent=percent,
            store_count=store_count,
            counts=counts,
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
