from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.basket_discount_input import BasketDiscountInput


T = TypeVar("T", bound="BasketStepInput")


@_attrs_define
class BasketStepInput:
    """One mail.

    Attributes:
        wait_minutes (int): After the last change of the basket
        is_on (bool | Unset):
        variant (str | Unset): Label of the template's variant it is written in; empty: the template's own
        discount (BasketDiscountInput | Unset): A code of its own for each mail, in the shop's currency.
    """

    wait_minutes: int
    is_on: bool | Unset = UNSET
    variant: str | Unset = UNSET
    discount: BasketDiscountInput | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        wait_minutes = self.wait_minutes

        is_on = self.is_on

        variant = self.variant

        discount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.discount, Unset):
            discount = self.discount.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "wait_minutes": wait_minutes,
            }
        )
        if is_on is not UNSET:
            field_dict["is_on"] = is_on
        if variant is not UNSET:
            field_dict["variant"] = variant
        if discount is not UNSET:
            field_dict["discount"] = discount

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.basket_discount_input import BasketDiscountInput  # noqa: PLC0415

        d = dict(src_dict)
        wait_minutes = d.pop("wait_minutes")

        is_on = d.pop("is_on", UNSET)

        variant = d.pop("variant", UNSET)

        _discount = d.pop("discount", UNSET)
        discount: BasketDiscountInput | Unset
        if isinstance(_discount, Unset):
            discount = UNSET
        else:
            discount = BasketDiscountInput.from_dict(_discount)

        _made = cls(
            wait_minutes=wait_minutes,
            is_on=is_on,
            variant=variant,
            discount=discount,
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
