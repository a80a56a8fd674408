from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.finding_out_severity_enum import (
    FindingOutSeverityEnum,
    check_finding_out_severity_enum,
)

T = TypeVar("T", bound="Finding")


@_attrs_define
class Finding:
    """
    Attributes:
        rule (str):
        severity (FindingOutSeverityEnum): * `ERROR` - error
            * `WARNING` - warning
            * `HINT` - hint
        message (str):
        block_key (str): Empty: the mail as a whole
        locale (str): Empty: every language
        text_key (str):
        line (int): 0: nowhere in particular
        column (int):
        share (float | None):
        shown (str): What a buyer sees instead
        is_waivable (bool): false: such a mail could not be sent, so it has to be mended
        is_waived (bool):
    """

    rule: str
    severity: FindingOutSeverityEnum
    message: str
    block_key: str
    locale: str
    text_key: str
    line: int
    column: int
    share: float | None
    shown: str
    is_waivable: bool
    is_waived: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        severity: str = self.severity

        message = self.message

        block_key = self.block_key

        locale = self.locale

        text_key = self.text_key

        line = self.line

        column = self.column

        share: float | None
        share = self.share

        shown = self.shown

        is_waivable = self.is_waivable

        is_waived = self.is_waived

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rule": rule,
                "severity": severity,
                "message": message,
                "block_key": block_key,
                "locale": locale,
                "text_key": text_key,
                "line": line,
                "column": column,
                "share": share,
                "shown": shown,
                "is_waivable": is_waivable,
                "is_waived": is_waived,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rule = d.pop("rule")

        severity = check_finding_out_severity_enum(d.pop("severity"))

        message = d.pop("message")

        block_key = d.pop("block_key")

        locale = d.pop("locale")

        text_key = d.pop("text_key")

        line = d.pop("line")

        column = d.pop("column")

        def _parse_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        share = _parse_share(d.pop("share"))

        shown = d.pop("shown")

        is_waivable = d.pop("is_waivable")

        is_waived = d.pop("is_waived")

        _made = cls(
            rule=rule,
            severity=severity,
            message=message,
            block_key=block_key,
            locale=locale,
            text_key=text_key,
            line=line,
            column=column,
            share=share,
            shown=shown,
            is_waivable=is_waivable,
            is_waived=is_waived,
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
