from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.code import Code


T = TypeVar("T", bound="Parameter")


@_attrs_define
class Parameter:
    """One blank to be filled in.

    Attributes:
        name (str):
        words (str):
        type_ (str):
        choices (list[Code]):
        is_required (bool):
        default (Any):
        least (int):
        most (int):
        hint (str):
    """

    name: str
    words: str
    type_: str
    choices: list[Code]
    is_required: bool
    default: Any
    least: int
    most: int
    hint: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        words = self.words

        type_ = self.type_

        choices = []
        for choices_item_data in self.choices:
            choices_item = choices_item_data.to_dict()
            choices.append(choices_item)

        is_required = self.is_required

        default = self.default

        least = self.least

        most = self.most

        hint = self.hint

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "words": words,
                "type": type_,
                "choices": choices,
                "is_required": is_required,
                "default": default,
                "least": least,
                "most": most,
                "hint": hint,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.code import Code  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        words = d.pop("words")

        type_ = d.pop("type")

        choices = []
        _choices = d.pop("choices")
        for choices_item_data in _choices:
            choices_item = Code.from_dict(choices_item_data)

            choices.append(choices_item)

        is_required = d.pop("is_required")

        default = d.pop("default")

        least = d.pop("least")

        most = d.pop("most")

        hint = d.pop("hint")

        _made = cls(
            name=name,
            words=words,
            type_=type_,
            choices=choices,
            is_required=is_required,
            default=default,
            least=least,
            most=most,
            hint=hint,
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
