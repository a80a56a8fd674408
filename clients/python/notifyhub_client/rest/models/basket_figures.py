from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.basket_reason import BasketReason
    from ..models.basket_step_figures import BasketStepFigures
    from ..models.sum_ import Sum


T = TypeVar("T", bound="BasketFigures")


@_attrs_define
class BasketFigures:
    """All of it about baskets begun in the period, whatever became of them since.

    Attributes:
        since (datetime.date):
        until (datetime.date): The last day
        begun (int):
        left (int): Untouched for an hour, or reminded of
        reminded (int):
        recovered (int): Bought after a reminder, within the window
        money (list[Sum]):
        steps (list[BasketStepFigures]):
        variants (list[BasketStepFigures]): The same, by the mail's wording
        reasons (list[BasketReason]):
    """

    since: datetime.date
    until: datetime.date
    begun: int
    left: int
    reminded: int
    recovered: int
    money: list[Sum]
    steps: list[BasketStepFigures]
    variants: list[BasketStepFigures]
    reasons: list[BasketReason]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        since = self.since.isoformat()

        until = self.until.isoformat()

        begun = self.begun

        left = self.left

        reminded = self.reminded

        recovered = self.recovered

        money = []
        for money_item_data in self.money:
            money_item = money_item_data.to_dict()
            money.append(money_item)

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        variants = []
        for variants_item_data in self.variants:
            variants_item = variants_item_data.to_dict()
            variants.append(variants_item)

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "since": since,
                "until": until,
                "begun": begun,
                "left": left,
                "reminded": reminded,
                "recovered": recovered,
                "money": money,
                "steps": steps,
                "variants": variants,
                "reasons": reasons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.basket_reason import BasketReason  # noqa: PLC0415
        from ..models.basket_step_figures import BasketStepFigures  # noqa: PLC0415
        from ..models.sum_ import Sum  # noqa: PLC0415

        d = dict(src_dict)
        since = datetime.date.fromisoformat(d.pop("since"))

        until = datetime.date.fromisoformat(d.pop("until"))

        begun = d.pop("begun")

        left = d.pop("left")

        reminded = d.pop("reminded")

        recovered = d.pop("recovered")

        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = Sum.from_dict(money_item_data)

            money.append(money_item)

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = BasketStepFigures.from_dict(steps_item_data)

            steps.append(steps_item)

        variants = []
        _variants = d.pop("variants")
        for variants_item_data in _variants:
            variants_item = BasketStepFigures.from_dict(variants_item_data)

            variants.append(variants_item)

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = BasketReason.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        _made = cls(
            since=since,
            until=until,
            begun=begun,
            left=left,
            reminded=reminded,
            recovered=recovered,
            money=money,
            steps=steps,
            variants=variants,
            reasons=reasons,
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
