from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.basket_discount import BasketDiscount


T = TypeVar("T", bound="BasketStep")


@_attrs_define
class BasketStep:
    """One mail.

    Attributes:
        wait_minutes (int):
        is_on (bool):
        variant (str):
        discount (BasketDiscount): See the input.
    """

    wait_minutes: int
    is_on: bool
    variant: str
    discount: BasketDiscount
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        wait_minutes = self.wait_minutes

        is_on = self.is_on

        variant = self.variant

        discount = self.discount.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "wait_minutes": wait_minutes,
                "is_on": is_on,
                "variant": variant,
                "discount": discount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.basket_discount import BasketDiscount  # noqa: PLC0415

        d = dict(src_dict)
        wait_minutes = d.pop("wait_minutes")

        is_on = d.pop("is_on")

        variant = d.pop("variant")

        discount = BasketDiscount.from_dict(d.pop("discount"))

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
