from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.step_out_step_enum import StepOutStepEnum, check_step_out_step_enum

T = TypeVar("T", bound="Step")


@_attrs_define
class Step:
    """
    Attributes:
        step (StepOutStepEnum): * `ORDERS` - Shopify tells us of orders
            * `WORDS` - The order confirmation is published
            * `SENDER` - A sender works
            * `DOMAIN` - The sender's domain is in order
            * `NATIVE` - Shopify's own mails do not go out beside ours
            * `SENT` - A first message was handed over
        is_done (bool):
        why (str): What to do; empty where it is done
    """

    step: StepOutStepEnum
    is_done: bool
    why: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        step: str = self.step

        is_done = self.is_done

        why = self.why

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "step": step,
                "is_done": is_done,
                "why": why,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        step = check_step_out_step_enum(d.pop("step"))

        is_done = d.pop("is_done")

        why = d.pop("why")

        _made = cls(
            step=step,
            is_done=is_done,
            why=why,
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
