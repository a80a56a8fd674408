from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.write_back_out_state_enum import (
    WriteBackOutStateEnum,
    check_write_back_out_state_enum,
)

T = TypeVar("T", bound="WriteBack")


@_attrs_define
class WriteBack:
    """Whether Shopify has the number.

    Attributes:
        state (WriteBackOutStateEnum): * `DUE` - Shopify is told in a moment
            * `DONE` - Shopify knows
            * `REFUSED` - Shopify could not be told
            * `LOCAL` - Known here only: no connection to Shopify
        detail (str): The last thing that Shopify said
        asked_at (datetime.datetime):
        settled_at (datetime.datetime | None):
    """

    state: WriteBackOutStateEnum
    detail: str
    asked_at: datetime.datetime
    settled_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state: str = self.state

        detail = self.detail

        asked_at = self.asked_at.isoformat()

        settled_at: None | str
        if isinstance(self.settled_at, datetime.datetime):
            settled_at = self.settled_at.isoformat()
        else:
            settled_at = self.settled_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "detail": detail,
                "asked_at": asked_at,
                "settled_at": settled_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = check_write_back_out_state_enum(d.pop("state"))

        detail = d.pop("detail")

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))

        def _parse_settled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)

                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))

        _made = cls(
            state=state,
            detail=detail,
            asked_at=asked_at,
            settled_at=settled_at,
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
