from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="News")


@_attrs_define
class News:
    """What the agency published since, that a store's draft has not taken over.

    Attributes:
        revision (int):
        changed (list[str]):
        conflicts (list[str]):
        locked (list[str]):
    """

    revision: int
    changed: list[str]
    conflicts: list[str]
    locked: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        revision = self.revision

        changed = self.changed

        conflicts = self.conflicts

        locked = self.locked

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "revision": revision,
                "changed": changed,
                "conflicts": conflicts,
                "locked": locked,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        revision = d.pop("revision")

        changed = cast(list[str], d.pop("changed"))

        conflicts = cast(list[str], d.pop("conflicts"))

        locked = cast(list[str], d.pop("locked"))

        _made = cls(
            revision=revision,
            changed=changed,
            conflicts=conflicts,
            locked=locked,
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
