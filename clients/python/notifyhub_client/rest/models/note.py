from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Note")


@_attrs_define
class Note:
    """What staff wrote to each other. Buyers never see it.

    Attributes:
        id (str):
        text (str):
        author (str):
        is_for_packers (bool): Shown to who packs the order
        created_at (datetime.datetime):
    """

    id: str
    text: str
    author: str
    is_for_packers: bool
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        text = self.text

        author = self.author

        is_for_packers = self.is_for_packers

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "text": text,
                "author": author,
                "is_for_packers": is_for_packers,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        text = d.pop("text")

        author = d.pop("author")

        is_for_packers = d.pop("is_for_packers")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        _made = cls(
            id=id,
            text=text,
            author=author,
            is_for_packers=is_for_packers,
            created_at=created_at,
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
