from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Counting")


@_attrs_define
class Counting:
    """How a store counts its orders.

    Attributes:
        window_days (int): A click counts for so many days
        counts_pos (bool): Whether orders of Shopify POS are credited
        counts_drafts (bool): Whether orders made from drafts are
        counts_subscriptions (bool): Whether renewals are
        tagged_refs (list[str]):
    """

    window_days: int
    counts_pos: bool
    counts_drafts: bool
    counts_subscriptions: bool
    tagged_refs: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        window_days = self.window_days

        counts_pos = self.counts_pos

        counts_drafts = self.counts_drafts

        counts_subscriptions = self.counts_subscriptions

        tagged_refs = self.tagged_refs

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "window_days": window_days,
                "counts_pos": counts_pos,
                "counts_drafts": counts_drafts,
                "counts_subscriptions": counts_subscriptions,
                "tagged_refs": tagged_refs,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        window_days = d.pop("window_days")

        counts_pos = d.pop("counts_pos")

        counts_drafts = d.pop("counts_drafts")

        counts_subscriptions = d.pop("counts_subscriptions")

        tagged_refs = cast(list[str], d.pop("tagged_refs"))

        _made = cls(
            window_days=window_days,
            counts_pos=counts_pos,
            counts_drafts=counts_drafts,
            counts_subscriptions=counts_subscriptions,
            tagged_refs=tagged_refs,
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
