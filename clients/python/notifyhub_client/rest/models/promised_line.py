from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.why_enum import WhyEnum, check_why_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="PromisedLine")


@_attrs_define
class PromisedLine:
    """What is promised of one line; `why` says what is missing where it has no day.

    Attributes:
        line (int): Its place among the order's lines, from 0
        ships_by_on (str): A day, or empty
        from_on (str): A day, or empty
        to_on (str): A day, or empty
        why (BlankEnum | WhyEnum):
        is_sent (bool):
        is_dropshipped (bool):
        is_there (bool | Unset):
    """

    line: int
    ships_by_on: str
    from_on: str
    to_on: str
    why: BlankEnum | WhyEnum
    is_sent: bool
    is_dropshipped: bool
    is_there: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        line = self.line

        ships_by_on = self.ships_by_on

        from_on = self.from_on

        to_on = self.to_on

        why: str
        if isinstance(self.why, str):
            why = self.why
        else:
            why = self.why

        is_sent = self.is_sent

        is_dropshipped = self.is_dropshipped

        is_there = self.is_there

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "line": line,
                "ships_by_on": ships_by_on,
                "from_on": from_on,
                "to_on": to_on,
                "why": why,
                "is_sent": is_sent,
                "is_dropshipped": is_dropshipped,
            }
        )
        if is_there is not UNSET:
            field_dict["is_there"] = is_there

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line = d.pop("line")

        ships_by_on = d.pop("ships_by_on")

        from_on = d.pop("from_on")

        to_on = d.pop("to_on")

        def _parse_why(data: object) -> BlankEnum | WhyEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                why_type_0 = check_why_enum(data)

                return why_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            why_type_1 = check_blank_enum(data)

            return why_type_1

        why = _parse_why(d.pop("why"))

        is_sent = d.pop("is_sent")

        is_dropshipped = d.pop("is_dropshipped")

        is_there = d.pop("is_there", UNSET)

        _made = cls(
            line=line,
            ships_by_on=ships_by_on,
            from_on=from_on,
            to_on=to_on,
            why=why,
            is_sent=is_sent,
            is_dropshipped=is_dropshipped,
            is_there=is_there,
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
