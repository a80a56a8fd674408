from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.why_basket_left import WhyBasketLeft, check_why_basket_left
from ..models.without_code_enum import WithoutCodeEnum, check_without_code_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.basket_step_input import BasketStepInput


T = TypeVar("T", bound="BasketRulesInput")


@_attrs_define
class BasketRulesInput:
    """What is left out gets its default.

    Attributes:
        steps (list[BasketStepInput]):
        is_on (bool | Unset):
        minimum_minor (int | Unset): Smaller baskets are let be
        skips_discounted (bool | Unset): Baskets with a discount are let be
        excluded_domains (list[str] | Unset):
        excluded_countries (list[str] | Unset):
        cap_count (int | Unset): A buyer gets at most so many mails that advertise; 0: no limit
        cap_days (int | Unset): In so many days
        without_code (WithoutCodeEnum | Unset): * `GO` - It goes without a code
            * `HOLD` - It waits for a person
        asks_why (bool | Unset):
        reasons (list[WhyBasketLeft] | Unset):
        own_reasons (list[str] | Unset):
    """

    steps: list[BasketStepInput]
    is_on: bool | Unset = UNSET
    minimum_minor: int | Unset = UNSET
    skips_discounted: bool | Unset = UNSET
    excluded_domains: list[str] | Unset = UNSET
    excluded_countries: list[str] | Unset = UNSET
    cap_count: int | Unset = UNSET
    cap_days: int | Unset = UNSET
    without_code: WithoutCodeEnum | Unset = UNSET
    asks_why: bool | Unset = UNSET
    reasons: list[WhyBasketLeft] | Unset = UNSET
    own_reasons: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        is_on = self.is_on

        minimum_minor = self.minimum_minor

        skips_discounted = self.skips_discounted

        excluded_domains: list[str] | Unset = UNSET
        if not isinstance(self.excluded_domains, Unset):
            excluded_domains = self.excluded_domains

        excluded_countries: list[str] | Unset = UNSET
        if not isinstance(self.excluded_countries, Unset):
            excluded_countries = self.excluded_countries

        cap_count = self.cap_count

        cap_days = self.cap_days

        without_code: str | Unset = UNSET
        if not isinstance(self.without_code, Unset):
            without_code = self.without_code

        asks_why = self.asks_why

        reasons: list[str] | Unset = UNSET
        if not isinstance(self.reasons, Unset):
            reasons = []
            for reasons_item_data in self.reasons:
                reasons_item: str = reasons_item_data
                reasons.append(reasons_item)

        own_reasons: list[str] | Unset = UNSET
        if not isinstance(self.own_reasons, Unset):
            own_reasons = self.own_reasons

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "steps": steps,
            }
        )
        if is_on is not UNSET:
            field_dict["is_on"] = is_on
        if minimum_minor is not UNSET:
            field_dict["minimum_minor"] = minimum_minor
        if skips_discounted is not UNSET:
            field_dict["skips_discounted"] = skips_discounted
        if excluded_domains is not UNSET:
            field_dict["excluded_domains"] = excluded_domains
        if excluded_countries is not UNSET:
            field_dict["excluded_countries"] = excluded_countries
        if cap_count is not UNSET:
            field_dict["cap_count"] = cap_count
        if cap_days is not UNSET:
            field_dict["cap_days"] = cap_days
        if without_code is not UNSET:
            field_dict["without_code"] = without_code
        if asks_why is not UNSET:
            field_dict["asks_why"] = asks_why
        if reasons is not UNSET:
            field_dict["reasons"] = reasons
        if own_reasons is not UNSET:
            field_dict["own_reasons"] = own_reasons

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.basket_step_input import BasketStepInput  # noqa: PLC0415

        d = dict(src_dict)
        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = BasketStepInput.from_dict(steps_item_data)

            steps.append(steps_item)

        is_on = d.pop("is_on", UNSET)

        minimum_minor = d.pop("minimum_minor", UNSET)

        skips_discounted = d.pop("skips_discounted", UNSET)

        excluded_domains = cast(list[str], d.pop("excluded_domains", UNSET))

        excluded_countries = cast(list[str], d.pop("excluded_countries", UNSET))

        cap_count = d.pop("cap_count", UNSET)

        cap_days = d.pop("cap_days", UNSET)

        _without_code = d.pop("without_code", UNSET)
        without_code: WithoutCodeEnum | Unset
        if isinstance(_without_code, Unset):
            without_code = UNSET
        else:
            without_code = check_without_code_enum(_without_code)

        asks_why = d.pop("asks_why", UNSET)

        _reasons = d.pop("reasons", UNSET)
        reasons: list[WhyBasketLeft] | Unset = UNSET
        if _reasons is not UNSET:
            reasons = []
            for reasons_item_data in _reasons:
                reasons_item = check_why_basket_left(reasons_item_data)

                reasons.append(reasons_item)

        own_reasons = cast(list[str], d.pop("own_reasons", UNSET))

        _made = cls(
            steps=steps,
            is_on=is_on,
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
