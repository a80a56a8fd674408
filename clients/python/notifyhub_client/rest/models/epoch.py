from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Epoch")


@_attrs_define
class Epoch:
    """From when which shares held.

    Attributes:
        number (int):
        started_at (datetime.datetime):
        weights_bp (list[int]):
        coverage_bp (int):
        reason (str):
        actor (str):
    """

    number: int
    started_at: datetime.datetime
    weights_bp: list[int]
    coverage_bp: int
    reason: str
    actor: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        started_at = self.started_at.isoformat()

        weights_bp = self.weights_bp

        coverage_bp = self.coverage_bp

        reason = self.reason

        actor = self.actor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "started_at": started_at,
                "weights_bp": weights_bp,
                "coverage_bp": coverage_bp,
                "reason": reason,
                "actor": actor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        weights_bp = cast(list[int], d.pop("weights_bp"))

        coverage_bp = d.pop("coverage_bp")

        reason = d.pop("reason")

        actor = d.pop("actor")

        _made = cls(
            number=number,
            started_at=started_at,
            weights_bp=weights_bp,
            coverage_bp=coverage_bp,
            reason=reason,
            actor=actor,
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
