from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.code import Code


T = TypeVar("T", bound="Asked")


@_attrs_define
class Asked:
    """Something that a condition may ask about.

    Attributes:
        name (str):
        words (str):
        help_ (str):
        type_ (str):
        operators (list[str]):
        choices (list[Code]):
    """

    name: str
    words: str
    help_: str
    type_: str
    operators: list[str]
    choices: list[Code]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        words = self.words

        help_ = self.help_

        type_ = self.type_

        operators = self.operators

        choices = []
        for choices_item_data in self.choices:
            choices_item = choices_item_data.to_dict()
            choices.append(choices_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "words": words,
                "help": help_,
                "type": type_,
                "operators": operators,
                "choices": choices,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.code import Code  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        words = d.pop("words")

        help_ = d.pop("help")

        type_ = d.pop("type")

        operators = cast(list[str], d.pop("operators"))

        choices = []
        _choices = d.pop("choices")
        for choices_item_data in _choices:
            choices_item = Code.from_dict(choices_item_data)

            choices.append(choices_item)

        _made = cls(
            name=name,
            words=words,
            help_=help_,
            type_=type_,
            operators=operators,
            choices=choices,
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
