from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="Sum")


@_attrs_define
class Sum:
    """Orders and their product revenue in one currency. Two currencies are never added up.

    Attributes:
        currency (str): ISO 4217
        orders (int):
        gross (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        refunds (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        net (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
    """

    currency: str
    orders: int
    gross: Money
    refunds: Money
    net: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        currency = self.currency

        orders = self.orders

        gross = self.gross.to_dict()

        refunds = self.refunds.to_dict()

        net = self.net.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "currency": currency,
                "orders": orders,
                "gross": gross,
                "refunds": refunds,
                "net": net,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")

        orders = d.pop("orders")

        gross = Money.from_dict(d.pop("gross"))

        refunds = Money.from_dict(d.pop("refunds"))

        net = Money.from_dict(d.pop("net"))

        _made = cls(
            currency=currency,
            orders=orders,
            gross=gross,
            refunds=refunds,
            net=net,
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
