from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.because_enum import BecauseEnum, check_because_enum
from ..models.model_enum import ModelEnum, check_model_enum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="CreditChange")


@_attrs_define
class CreditChange:
    """One change of a credit. All of them add up to it.

    Attributes:
        model (ModelEnum): * `nh_last` - Last message clicked
            * `nh_first` - First message clicked
            * `store_last` - Last visit, if it was ours
            * `assisted` - Helped: another visit came later
            * `recovered` - Recovered checkout
        because (BecauseEnum): * `ORDER` - ORDER
            * `JOURNEY` - JOURNEY
            * `VERDICT` - VERDICT
            * `EDIT` - EDIT
            * `REFUND` - REFUND
            * `CANCEL` - CANCEL
            * `RATE` - RATE
        at (datetime.datetime):
        orders (int):
        gross (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        refunds (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
    """

    model: ModelEnum
    because: BecauseEnum
    at: datetime.datetime
    orders: int
    gross: Money
    refunds: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        model: str = self.model

        because: str = self.because

        at = self.at.isoformat()

        orders = self.orders

        gross = self.gross.to_dict()

        refunds = self.refunds.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "because": because,
                "at": at,
                "orders": orders,
                "gross": gross,
                "refunds": refunds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        model = check_model_enum(d.pop("model"))

        because = check_because_enum(d.pop("because"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        orders = d.pop("orders")

        gross = Money.from_dict(d.pop("gross"))

        refunds = Money.from_dict(d.pop("refunds"))

        _made = cls(
            model=model,
            because=because,
            at=at,
            orders=orders,
            gross=gross,
            refunds=refunds,
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
