from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.basket_code_state import BasketCodeState, check_basket_code_state

T = TypeVar("T", bound="BasketCode")


@_attrs_define
class BasketCode:
    """A discount code made for one mail.

    Attributes:
        step (int):
        code (str):
        state (BasketCodeState): * `DUE` - To be made at Shopify
            * `MADE` - Made at Shopify
            * `REFUSED` - Could not be made
            * `DROPPED` - Not needed any more
            * `ENDED` - Ended at Shopify
        ends_at (datetime.datetime | None):
        detail (str): Why there is none, in Shopify's words
    """

    step: int
    code: str
    state: BasketCodeState
    ends_at: datetime.datetime | None
    detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        step = self.step

        code = self.code

        state: str = self.state

        ends_at: None | str
        if isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "step": step,
                "code": code,
                "state": state,
                "ends_at": ends_at,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        step = d.pop("step")

        code = d.pop("code")

        state = check_basket_code_state(d.pop("state"))

        def _parse_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))

        detail = d.pop("detail")

        _made = cls(
            step=step,
            code=code,
            state=state,
            ends_at=ends_at,
            detail=detail,
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
