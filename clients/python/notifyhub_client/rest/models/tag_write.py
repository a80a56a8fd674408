from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tag_write_state import TagWriteState, check_tag_write_state

T = TypeVar("T", bound="TagWrite")


@_attrs_define
class TagWrite:
    """The last wish for one tag, on its way to Shopify.

    Attributes:
        tag (str):
        is_added (bool): False: it is to be taken away
        state (TagWriteState): * `DUE` - On its way to Shopify
            * `DONE` - In Shopify too
            * `LOCAL` - Here only: the store is not connected
            * `REFUSED` - Shopify did not take it
        detail (str): Why Shopify does not have it
        asked_at (datetime.datetime):
    """

    tag: str
    is_added: bool
    state: TagWriteState
    detail: str
    asked_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tag = self.tag

        is_added = self.is_added

        state: str = self.state

        detail = self.detail

        asked_at = self.asked_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tag": tag,
                "is_added": is_added,
                "state": state,
                "detail": detail,
                "asked_at": asked_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tag = d.pop("tag")

        is_added = d.pop("is_added")

        state = check_tag_write_state(d.pop("state"))

        detail = d.pop("detail")

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))

        _made = cls(
            tag=tag,
            is_added=is_added,
            state=state,
            detail=detail,
            asked_at=asked_at,
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
