from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.verdict_out_outcome_enum import VerdictOutOutcomeEnum, check_verdict_out_outcome_enum
from ..models.verdict_out_reasons_enum import VerdictOutReasonsEnum, check_verdict_out_reasons_enum

T = TypeVar("T", bound="Verdict")


@_attrs_define
class Verdict:
    """What may be said now.

    Attributes:
        outcome (VerdictOutOutcomeEnum): * `WINNER` - WINNER
            * `CONTROL` - CONTROL
            * `LIKELIER` - LIKELIER
            * `UNDECIDED` - UNDECIDED
            * `NOT_SHOWN` - NOT_SHOWN
        arm (int | None): The winner, or who leads
        reasons (list[VerdictOutReasonsEnum]): All that stands in the way of naming a winner
    """

    outcome: VerdictOutOutcomeEnum
    arm: int | None
    reasons: list[VerdictOutReasonsEnum]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        outcome: str = self.outcome

        arm: int | None
        arm = self.arm

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item: str = reasons_item_data
            reasons.append(reasons_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "outcome": outcome,
                "arm": arm,
                "reasons": reasons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        outcome = check_verdict_out_outcome_enum(d.pop("outcome"))

        def _parse_arm(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        arm = _parse_arm(d.pop("arm"))

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = check_verdict_out_reasons_enum(reasons_item_data)

            reasons.append(reasons_item)

        _made = cls(
            outcome=outcome,
            arm=arm,
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
