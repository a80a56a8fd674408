from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="BasketAnswer")


@_attrs_define
class BasketAnswer:
    """Why the buyer left.

    Attributes:
        reason (str): JUST_LOOKING, SHIPPING_COST, DELIVERY_TIME, PRICE, PAYMENT, TROUBLE, UNSURE, ELSEWHERE, OTHER, or
            OWN
        own_words (str): Of a reason of the store's own
        text (str): In the buyer's words; empty once erased
        step (int): The mail that asked
        answered_at (datetime.datetime):
    """

    reason: str
    own_words: str
    text: str
    step: int
    answered_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        own_words = self.own_words

        text = self.text

        step = self.step

        answered_at = self.answered_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reason": reason,
                "own_words": own_words,
                "text": text,
                "step": step,
                "answered_at": answered_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        own_words = d.pop("own_words")

        text = d.pop("text")

        step = d.pop("step")

        answered_at = datetime.datetime.fromisoformat(d.pop("answered_at"))

        _made = cls(
            reason=reason,
            own_words=own_words,
            text=text,
            step=step,
            answered_at=answered_at,
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
