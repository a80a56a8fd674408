from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Balance")


@_attrs_define
class Balance:
    """Whether the arms were given in the declared shares.

    Attributes:
        counts (list[int]):
        expected (list[float]):
        p (float):
        chi_squared_p (float):
        is_alarm (bool): Nothing may be concluded
    """

    counts: list[int]
    expected: list[float]
    p: float
    chi_squared_p: float
    is_alarm: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        counts = self.counts

        expected = self.expected

        p = self.p

        chi_squared_p = self.chi_squared_p

        is_alarm = self.is_alarm

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "counts": counts,
                "expected": expected,
                "p": p,
                "chi_squared_p": chi_squared_p,
                "is_alarm": is_alarm,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        counts = cast(list[int], d.pop("counts"))

        expected = cast(list[float], d.pop("expected"))

        p = d.pop("p")

        chi_squared_p = d.pop("chi_squared_p")

        is_alarm = d.pop("is_alarm")

        _made = cls(
            counts=counts,
            expected=expected,
            p=p,
            chi_squared_p=chi_squared_p,
            is_alarm=is_alarm,
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
