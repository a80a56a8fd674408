from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Body")


@_attrs_define
class Body:
    """The exact words.

    Attributes:
        subject (str):
        html (str):
        text (str):
        headers (list[list[str]]): Name and value, in the order of the mail
    """

    subject: str
    html: str
    text: str
    headers: list[list[str]]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject

        html = self.html

        text = self.text

        headers = []
        for headers_item_data in self.headers:
            headers_item = headers_item_data

            headers.append(headers_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "html": html,
                "text": text,
                "headers": headers,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        subject = d.pop("subject")

        html = d.pop("html")

        text = d.pop("text")

        headers = []
        _headers = d.pop("headers")
        for headers_item_data in _headers:
            headers_item = cast(list[str], headers_item_data)

            headers.append(headers_item)

        _made = cls(
            subject=subject,
            html=html,
            text=text,
            headers=headers,
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
