from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.css_enum import CssEnum, check_css_enum
from ..models.engine_enum import EngineEnum, check_engine_enum

T = TypeVar("T", bound="Way")


@_attrs_define
class Way:
    """How its mails are made; they are the same either way. The slowest of its languages.

    Attributes:
        engine (EngineEnum): * `compiled` - compiled
            * `interpreted` - interpreted
        engine_reason (str): Why it is not compiled
        css (CssEnum): * `pressed` - pressed
            * `inlined` - inlined
        css_reason (str): Why they are not set once
    """

    engine: EngineEnum
    engine_reason: str
    css: CssEnum
    css_reason: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        engine: str = self.engine

        engine_reason = self.engine_reason

        css: str = self.css

        css_reason = self.css_reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "engine": engine,
                "engine_reason": engine_reason,
                "css": css,
                "css_reason": css_reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        engine = check_engine_enum(d.pop("engine"))

        engine_reason = d.pop("engine_reason")

        css = check_css_enum(d.pop("css"))

        css_reason = d.pop("css_reason")

        _made = cls(
            engine=engine,
            engine_reason=engine_reason,
            css=css,
            css_reason=css_reason,
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
