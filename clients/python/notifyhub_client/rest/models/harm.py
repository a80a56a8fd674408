from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.experiment_guardrail import ExperimentGuardrail, check_experiment_guardrail

T = TypeVar("T", bound="Harm")


@_attrs_define
class Harm:
    """One guardrail of one arm.

    Attributes:
        guardrail (ExperimentGuardrail): * `COMPLAINED` - Marked as spam
            * `UNSUBSCRIBED` - Left marketing
            * `TRACKING_OFF` - Turned tracking off
            * `BOUNCED` - Came back
            * `REFUNDED` - Refunded or cancelled
            * `NOT_RENDERED` - Could not be rendered
            * `LATE` - Sent late
            * `ASKED_HELP` - Asked for help
        arm (int):
        control_count (int):
        arm_count (int):
        evidence (float | None): 20 is an alarm
        is_alarm (bool):
    """

    guardrail: ExperimentGuardrail
    arm: int
    control_count: int
    arm_count: int
    evidence: float | None
    is_alarm: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        guardrail: str = self.guardrail

        arm = self.arm

        control_count = self.control_count

        arm_count = self.arm_count

        evidence: float | None
        evidence = self.evidence

        is_alarm = self.is_alarm

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "guardrail": guardrail,
                "arm": arm,
                "control_count": control_count,
                "arm_count": arm_count,
                "evidence": evidence,
                "is_alarm": is_alarm,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        guardrail = check_experiment_guardrail(d.pop("guardrail"))

        arm = d.pop("arm")

        control_count = d.pop("control_count")

        arm_count = d.pop("arm_count")

        def _parse_evidence(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        evidence = _parse_evidence(d.pop("evidence"))

        is_alarm = d.pop("is_alarm")

        _made = cls(
            guardrail=guardrail,
            arm=arm,
            control_count=control_count,
            arm_count=arm_count,
            evidence=evidence,
            is_alarm=is_alarm,
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
