from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CountingInput")


@_attrs_define
class CountingInput:
    """
    Attributes:
        window_days (int | Unset):
        counts_pos (bool | Unset):
        counts_drafts (bool | Unset):
        counts_subscriptions (bool | Unset):
        tagged_refs (list[str] | Unset): `spring*` for all that begin so, `*` for all; empty: none becomes a tag
    """

    window_days: int | Unset = UNSET
    counts_pos: bool | Unset = UNSET
    counts_drafts: bool | Unset = UNSET
    counts_subscriptions: bool | Unset = UNSET
    tagged_refs: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        window_days = self.window_days

        counts_pos = self.counts_pos

        counts_drafts = self.counts_drafts

        counts_subscriptions = self.counts_subscriptions

        tagged_refs: list[str] | Unset = UNSET
        if not isinstance(self.tagged_refs, Unset):
            tagged_refs = self.tagged_refs

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if window_days is not UNSET:
            field_dict["window_days"] = window_days
        if counts_pos is not UNSET:
            field_dict["counts_pos"] = counts_pos
        if counts_drafts is not UNSET:
            field_dict["counts_drafts"] = counts_drafts
        if counts_subscriptions is not UNSET:
            field_dict["counts_subscriptions"] = counts_subscriptions
        if tagged_refs is not UNSET:
            field_dict["tagged_refs"] = tagged_refs

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        window_days = d.pop("window_days", UNSET)

        counts_pos = d.pop("counts_pos", UNSET)

        counts_drafts = d.pop("counts_drafts", UNSET)

        counts_subscriptions = d.pop("counts_subscriptions", UNSET)

        tagged_refs = cast(list[str], d.pop("tagged_refs", UNSET))

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
