from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Rendered")


@_attrs_define
class Rendered:
    """One mail.

    Attributes:
        subject (str):
        html (str):
        text (str):
        locale (str): The language there was
        promo_share (float): Of the letters a buyer sees, 0 to 1, those that promote something
        problems (list[str]): What failed inside a node and was left out
    """

    subject: str
    html: str
    text: str
    locale: str
    promo_share: float
    problems: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject

        html = self.html

        text = self.text

        locale = self.locale

        promo_share = self.promo_share

        problems = self.problems

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "html": html,
                "text": text,
                "locale": locale,
                "promo_share": promo_share,
                "problems": problems,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        subject = d.pop("subject")

        html = d.pop("html")

        text = d.pop("text")

        locale = d.pop("locale")

        promo_share = d.pop("promo_share")

        problems = cast(list[str], d.pop("problems"))

        _made = cls(
            subject=subject,
            html=html,
            text=text,
            locale=locale,
            promo_share=promo_share,
            problems=problems,
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
