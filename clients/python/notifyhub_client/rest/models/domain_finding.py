from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.check_enum import CheckEnum, check_check_enum
from ..models.verdict_enum import VerdictEnum, check_verdict_enum

if TYPE_CHECKING:
    from ..models.dns_record import DnsRecord


T = TypeVar("T", bound="DomainFinding")


@_attrs_define
class DomainFinding:
    """One check.

    Attributes:
        check (CheckEnum): * `SPF` - SPF
            * `DKIM` - DKIM
            * `DMARC` - DMARC
            * `ALIGNMENT` - Alignment
            * `MX` - Mail to this domain
        verdict (VerdictEnum): * `GOOD` - good
            * `UNKNOWN` - unknown
            * `LOOK` - look at it
            * `ACT` - act now
        code (str): Stable, for programs
        explanation (str): What it means for mail, and what to do.
        found (list[str]): What stands there now
        wanted (list[DnsRecord]):
    """

    check: CheckEnum
    verdict: VerdictEnum
    code: str
    explanation: str
    found: list[str]
    wanted: list[DnsRecord]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        check: str = self.check

        verdict: str = self.verdict

        code = self.code

        explanation = self.explanation

        found = self.found

        wanted = []
        for wanted_item_data in self.wanted:
            wanted_item = wanted_item_data.to_dict()
            wanted.append(wanted_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "check": check,
                "verdict": verdict,
                "code": code,
                "explanation": explanation,
                "found": found,
                "wanted": wanted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dns_record import DnsRecord  # noqa: PLC0415

        d = dict(src_dict)
        check = check_check_enum(d.pop("check"))

        verdict = check_verdict_enum(d.pop("verdict"))

        code = d.pop("code")

        explanation = d.pop("explanation")

        found = cast(list[str], d.pop("found"))

        wanted = []
        _wanted = d.pop("wanted")
        for wanted_item_data in _wanted:
            wanted_item = DnsRecord.from_dict(wanted_item_data)

            wanted.append(wanted_item)

        _made = cls(
            check=check,
            verdict=verdict,
            code=code,
            explanation=explanation,
            found=found,
            wanted=wanted,
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
