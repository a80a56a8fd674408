from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.locale_enum import LocaleEnum, check_locale_enum

if TYPE_CHECKING:
    from ..models.question_input import QuestionInput


T = TypeVar("T", bound="QuestionsInput")


@_attrs_define
class QuestionsInput:
    """
    Attributes:
        locale (LocaleEnum): * `da` - da
            * `de` - de
            * `en` - en
            * `fr` - fr
            * `nb` - nb
            * `sv` - sv
            * `zh-Hans` - zh-Hans
        questions (list[QuestionInput]):
    """

    locale: LocaleEnum
    questions: list[QuestionInput]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        locale: str = self.locale

        questions = []
        for questions_item_data in self.questions:
            questions_item = questions_item_data.to_dict()
            questions.append(questions_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "locale": locale,
                "questions": questions,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.question_input import QuestionInput  # noqa: PLC0415

        d = dict(src_dict)
        locale = check_locale_enum(d.pop("locale"))

        questions = []
        _questions = d.pop("questions")
        for questions_item_data in _questions:
            questions_item = QuestionInput.from_dict(questions_item_data)

            questions.append(questions_item)

        _made = cls(
            locale=locale,
            questions=questions,
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
