from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="Totals")


@_attrs_define
class Totals:
    """The sums of an order. `current_total` is after edits and refunds.

    Attributes:
        subtotal (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        shipping (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        tax (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        discount (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        tip (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        duties (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        total (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        current_total (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
    """

    subtotal: Money
    shipping: Money
    tax: Money
    discount: Money
    tip: Money
    duties: Money
    total: Money
    current_total: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subtotal = self.subtotal.to_dict()

        shipping = self.shipping.to_dict()

        tax = self.tax.to_dict()

        discount = self.discount.to_dict()

        tip = self.tip.to_dict()

        duties = self.duties.to_dict()

        total = self.total.to_dict()

        current_total = self.current_total.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subtotal": subtotal,
                "shipping": shipping,
                "tax": tax,
                "discount": discount,
                "tip": tip,
                "duties": duties,
                "total": total,
                "current_total": current_total,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        subtotal = Money.from_dict(d.pop("subtotal"))

        shipping = Money.from_dict(d.pop("shipping"))

        tax = Money.from_dict(d.pop("tax"))

        discount = Money.from_dict(d.pop("discount"))

        tip = Money.from_dict(d.pop("tip"))

        duties = Money.from_dict(d.pop("duties"))

        total = Money.from_dict(d.pop("total"))

        current_total = Money.from_dict(d.pop("current_total"))

        _made = cls(
            subtotal=subtotal,
            shipping=shipping,
            tax=tax,
            discount=discount,
            tip=tip,
            duties=duties,
            total=total,
            current_total=current_total,
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
