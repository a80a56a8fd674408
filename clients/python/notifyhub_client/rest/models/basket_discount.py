from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.basket_gives import BasketGives, check_basket_gives

T = TypeVar("T", bound="BasketDiscount")


@_attrs_define
class BasketDiscount:
    """See the input.

    Attributes:
        gives (BasketGives): * `NOTHING` - No discount
            * `PERCENT` - A share in percent
            * `AMOUNT` - An amount
        percent (int):
        amount_minor (int):
        days (int):
        minimum_minor (int):
    """

    gives: BasketGives
    percent: int
    amount_minor: int
    days: int
    minimum_minor: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        gives: str = self.gives

        percent = self.percent

        amount_minor = self.amount_minor

        days = self.days

        minimum_minor = self.minimum_minor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "gives": gives,
                "percent": percent,
                "amount_minor": amount_minor,
                "days": days,
                "minimum_minor": minimum_minor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        gives = check_basket_gives(d.pop("gives"))

        percent = d.pop("percent")

        amount_minor = d.pop("amount_minor")

        days = d.pop("days")

        minimum_minor = d.pop("minimum_minor")

        _made = cls(
            gives=gives,
            percent=percent,
            amount_minor=amount_minor,
            days=days,
            minimum_minor=minimum_minor,
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
