from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.recipe_definition import RecipeDefinition


T = TypeVar("T", bound="Recipe")


@_attrs_define
class Recipe:
    """A rule ready to be made.

    Attributes:
        code (str):
        name (str):
        explanation (str):
        sentence (str):
        definition (RecipeDefinition):
    """

    code: str
    name: str
    explanation: str
    sentence: str
    definition: RecipeDefinition
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        name = self.name

        explanation = self.explanation

        sentence = self.sentence

        definition = self.definition.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "name": name,
                "explanation": explanation,
                "sentence": sentence,
                "definition": definition,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recipe_definition import RecipeDefinition  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        name = d.pop("name")

        explanation = d.pop("explanation")

        sentence = d.pop("sentence")

        definition = RecipeDefinition.from_dict(d.pop("definition"))

        _made = cls(
            code=code,
            name=name,
            explanation=explanation,
            sentence=sentence,
            definition=definition,
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
