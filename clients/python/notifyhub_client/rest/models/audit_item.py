from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.audit_state import AuditState, check_audit_state

T = TypeVar("T", bound="AuditItem")


@_attrs_define
class AuditItem:
    """One line of a checklist.

    Attributes:
        item (str): A stable code; `RULE` is one of the linter's
        rule (str): The linter's rule, such as `L09`; empty for other items.
        state (AuditState): * `OK` - OK
            * `LOOK` - LOOK
            * `BAD` - BAD
        words (str): What was found, in English.
    """

    item: str
    rule: str
    state: AuditState
    words: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        item = self.item

        rule = self.rule

        state: str = self.state

        words = self.words

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "item": item,
                "rule": rule,
                "state": state,
                "words": words,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        item = d.pop("item")

        rule = d.pop("rule")

        state = check_audit_state(d.pop("state"))

        words = d.pop("words")

        _made = cls(
            item=item,
            rule=rule,
            state=state,
            words=words,
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
