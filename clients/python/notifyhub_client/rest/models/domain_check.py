from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.verdict_enum import VerdictEnum, check_verdict_enum

if TYPE_CHECKING:
    from ..models.domain_finding import DomainFinding


T = TypeVar("T", bound="DomainCheck")


@_attrs_define
class DomainCheck:
    """What the DNS said of a sender's domain.

    Attributes:
        domain (str):
        verdict (VerdictEnum): * `GOOD` - good
            * `UNKNOWN` - unknown
            * `LOOK` - look at it
            * `ACT` - act now
        explanation (str): The verdict as a sentence.
        is_verified (bool): SPF or DKIM speaks for the from address
        is_worse (bool): Something that stood well no longer does
        checked_at (datetime.datetime):
        selectors (list[str]):
        findings (list[DomainFinding]):
    """

    domain: str
    verdict: VerdictEnum
    explanation: str
    is_verified: bool
    is_worse: bool
    checked_at: datetime.datetime
    selectors: list[str]
    findings: list[DomainFinding]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        domain = self.domain

        verdict: str = self.verdict

        explanation = self.explanation

        is_verified = self.is_verified

        is_worse = self.is_worse

        checked_at = self.checked_at.isoformat()

        selectors = self.selectors

        findings = []
        for findings_item_data in self.findings:
            findings_item = findings_item_data.to_dict()
            findings.append(findings_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "domain": domain,
                "verdict": verdict,
                "explanation": explanation,
                "is_verified": is_verified,
                "is_worse": is_worse,
                "checked_at": checked_at,
                "selectors": selectors,
                "findings": findings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.domain_finding import DomainFinding  # noqa: PLC0415

        d = dict(src_dict)
        domain = d.pop("domain")

        verdict = check_verdict_enum(d.pop("verdict"))

        explanation = d.pop("explanation")

        is_verified = d.pop("is_verified")

        is_worse = d.pop("is_worse")

        checked_at = datetime.datetime.fromisoformat(d.pop("checked_at"))

        selectors = cast(list[str], d.pop("selectors"))

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in _findings:
            findings_item = DomainFinding.from_dict(findings_item_data)

            findings.append(findings_item)

        _made = cls(
            domain=domain,
            verdict=verdict,
            explanation=explanation,
            is_verified=is_verified,
            is_worse=is_worse,
            checked_at=checked_at,
            selectors=selectors,
            findings=findings,
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
