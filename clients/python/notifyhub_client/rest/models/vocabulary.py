from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.asked import Asked
    from ..models.code import Code
    from ..models.term import Term


T = TypeVar("T", bound="Vocabulary")


@_attrs_define
class Vocabulary:
    """All words that a definition may be made of.

    Attributes:
        triggers (list[Term]):
        operators (list[Code]):
        actions (list[Term]):
        once_per (list[Code]):
        match (list[Code]):
        fields (list[Asked]):
    """

    triggers: list[Term]
    operators: list[Code]
    actions: list[Term]
    once_per: list[Code]
    match: list[Code]
    fields: list[Asked]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        triggers = []
        for triggers_item_data in self.triggers:
            triggers_item = triggers_item_data.to_dict()
            triggers.append(triggers_item)

        operators = []
        for operators_item_data in self.operators:
            operators_item = operators_item_data.to_dict()
            operators.append(operators_item)

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.to_dict()
            actions.append(actions_item)

        once_per = []
        for once_per_item_data in self.once_per:
            once_per_item = once_per_item_data.to_dict()
            once_per.append(once_per_item)

        match = []
        for match_item_data in self.match:
            match_item = match_item_data.to_dict()
            match.append(match_item)

        fields = []
        for fields_item_data in self.fields:
            fields_item = fields_item_data.to_dict()
            fields.append(fields_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "triggers": triggers,
                "operators": operators,
                "actions": actions,
                "once_per": once_per,
                "match": match,
                "fields": fields,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.asked import Asked  # noqa: PLC0415
        from ..models.code import Code  # noqa: PLC0415
        from ..models.term import Term  # noqa: PLC0415

        d = dict(src_dict)
        triggers = []
        _triggers = d.pop("triggers")
        for triggers_item_data in _triggers:
            triggers_item = Term.from_dict(triggers_item_data)

            triggers.append(triggers_item)

        operators = []
        _operators = d.pop("operators")
        for operators_item_data in _operators:
            operators_item = Code.from_dict(operators_item_data)

            operators.append(operators_item)

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = Term.from_dict(actions_item_data)

            actions.append(actions_item)

        once_per = []
        _once_per = d.pop("once_per")
        for once_per_item_data in _once_per:
            once_per_item = Code.from_dict(once_per_item_data)

            once_per.append(once_per_item)

        match = []
        _match = d.pop("match")
        for match_item_data in _match:
            match_item = Code.from_dict(match_item_data)

            match.append(match_item)

        fields = []
        _fields = d.pop("fields")
        for fields_item_data in _fields:
            fields_item = Asked.from_dict(fields_item_data)

            fields.append(fields_item)

        _made = cls(
            triggers=triggers,
            operators=operators,
            actions=actions,
            once_per=once_per,
            match=match,
            fields=fields,
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
