from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.why_basket_left import WhyBasketLeft, check_why_basket_left
from ..models.without_code_enum import WithoutCodeEnum, check_without_code_enum

if TYPE_CHECKING:
    from ..models.basket_step import BasketStep


T = TypeVar("T", bound="BasketRules")


@_attrs_define
class BasketRules:
    """How a store reminds of baskets that were left.

    Attributes:
        is_on (bool):
        steps (list[BasketStep]):
        minimum_minor (int):
        skips_discounted (bool):
        excluded_domains (list[str]):
        excluded_countries (list[str]):
        cap_count (int):
        cap_days (int):
        without_code (WithoutCodeEnum): * `GO` - It goes without a code
            * `HOLD` - It waits for a person
        asks_why (bool):
        reasons (list[WhyBasketLeft]):
        own_reasons (list[str]):
    """

    is_on: bool
    steps: list[BasketStep]
    minimum_minor: int
    skips_discounted: bool
    excluded_domains: list[str]
    excluded_countries: list[str]
    cap_count: int
    cap_days: int
    without_code: WithoutCodeEnum
    asks_why: bool
    reasons: list[WhyBasketLeft]
    own_reasons: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        is_on = self.is_on

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        minimum_minor = self.minimum_minor

        skips_discounted = self.skips_discounted

        excluded_domains = self.excluded_domains

        excluded_countries = self.excluded_countries

        cap_count = self.cap_count

        cap_days = self.cap_days

        without_code: str = self.without_code

        asks_why = self.asks_why

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item: str = reasons_item_data
            reasons.append(reasons_item)

        own_reasons = self.own_reasons

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "is_on": is_on,
                "steps": steps,
                "minimum_minor": minimum_minor,
                "skips_discounted": skips_discounted,
                "excluded_domains": excluded_domains,
                "excluded_countries": excluded_countries,
                "cap_count": cap_count,
                "cap_days": cap_days,
                "without_code": without_code,
                "asks_why": asks_why,
                "reasons": reasons,
                "own_reasons": own_reasons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.basket_step import BasketStep  # noqa: PLC0415

        d = dict(src_dict)
        is_on = d.pop("is_on")

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = BasketStep.from_dict(steps_item_data)

            steps.append(steps_item)

        minimum_minor = d.pop("minimum_minor")

        skips_discounted = d.pop("skips_discounted")

        excluded_domains = cast(list[str], d.pop("excluded_domains"))

        excluded_countries = cast(list[str], d.pop("excluded_countries"))

        cap_count = d.pop("cap_count")

        cap_days = d.pop("cap_days")

        without_code = check_without_code_enum(d.pop("without_code"))

        asks_why = d.pop("asks_why")

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = check_why_basket_left(reasons_item_data)

            reasons.append(reasons_item)

        own_reasons = cast(list[str], d.pop("own_reasons"))

        _made = cls(
            is_on=is_on,
            steps=steps,
            minimum_minor=minimum_minor,
            skips_discounted=skips_discounted,
            excluded_domains=excluded_domains,
            excluded_countries=excluded_countries,
            cap_count=cap_count,
            cap_days=cap_days,
            without_code=without_code,
            asks_why=asks_why,
            reasons=reasons,
            own_reasons=own_reasons,
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
