from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sum_ import Sum


T = TypeVar("T", bound="BasketStepFigures")


@_attrs_define
class BasketStepFigures:
    """One of the mails.

    Attributes:
        step (int):
        variant (str): Label of its wording; empty: all together
        sent (int):
        opened (int): By people
        clicked (int): By people
        recovered (list[Sum]): Orders of baskets it was the last reminder of
    """

    step: int
    variant: str
    sent: int
    opened: int
    clicked: int
    recovered: list[Sum]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        step = self.step

        variant = self.variant

        sent = self.sent

        opened = self.opened

        clicked = self.clicked

        recovered = []
        for recovered_item_data in self.recovered:
            recovered_item = recovered_item_data.to_dict()
            recovered.append(recovered_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "step": step,
                "variant": variant,
                "sent": sent,
                "opened": opened,
                "clicked": clicked,
                "recovered": recovered,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sum_ import Sum  # noqa: PLC0415

        d = dict(src_dict)
        step = d.pop("step")

        variant = d.pop("variant")

        sent = d.pop("sent")

        opened = d.pop("opened")

        clicked = d.pop("clicked")

        recovered = []
        _recovered = d.pop("recovered")
        for recovered_item_data in _recovered:
            recovered_item = Sum.from_dict(recovered_item_data)

            recovered.append(recovered_item)

        _made = cls(
            step=step,
            variant=variant,
            sent=sent,
            opened=opened,
            clicked=clicked,
            recovered=recovered,
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
