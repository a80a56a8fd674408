from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.basket_gives import BasketGives, check_basket_gives
from ..types import UNSET, Unset

T = TypeVar("T", bound="BasketDiscountInput")


@_attrs_define
class BasketDiscountInput:
    """A code of its own for each mail, in the shop's currency.

    Attributes:
        gives (BasketGives | Unset): * `NOTHING` - No discount
            * `PERCENT` - A share in percent
            * `AMOUNT` - An amount
        percent (int | Unset):
        amount_minor (int | Unset):
        days (int | Unset): The code is good for
        minimum_minor (int | Unset): Of a basket it can be used for
    """

    gives: BasketGives | Unset = UNSET
    percent: int | Unset = UNSET
    amount_minor: int | Unset = UNSET
    days: int | Unset = UNSET
    minimum_minor: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        gives: str | Unset = UNSET
        if not isinstance(self.gives, Unset):
            gives = self.gives

        percent = self.percent

        amount_minor = self.amount_minor

        days = self.days

        minimum_minor = self.minimum_minor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if gives is not UNSET:
            field_dict["gives"] = gives
        if percent is not UNSET:
            field_dict["percent"] = percent
        if amount_minor is not UNSET:
            field_dict["amount_minor"] = amount_minor
        if days is not UNSET:
            field_dict["days"] = days
        if minimum_minor is not UNSET:
            field_dict["minimum_minor"] = minimum_minor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _gives = d.pop("gives", UNSET)
        gives: BasketGives | Unset
        if isinstance(_gives, Unset):
            gives = UNSET
        else:
            gives = check_basket_gives(_gives)

        percent = d.pop("percent", UNSET)

        amount_minor = d.pop("amount_minor", UNSET)

        days = d.pop("days", UNSET)

        minimum_minor = d.pop("minimum_minor", UNSET)

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
