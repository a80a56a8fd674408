from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.every_enum import EveryEnum, check_every_enum

T = TypeVar("T", bound="RhythmInput")


@_attrs_define
class RhythmInput:
    """
    Attributes:
        template (None | UUID): Null: the agency's default
        every (BlankEnum | EveryEnum): Empty: as the agency

            * `QUARTER` - Quarterly
            * `HALF_YEAR` - Half-yearly
            * `YEAR` - Yearly
            * `NEVER` - Never
    """

    template: None | UUID
    every: BlankEnum | EveryEnum
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        template: None | str
        if isinstance(self.template, UUID):
            template = str(self.template)
        else:
            template = self.template

        every: str
        if isinstance(self.every, str):
            every = self.every
        else:
            every = self.every

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "template": template,
                "every": every,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_template(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                template_type_0 = UUID(data)

                return template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        template = _parse_template(d.pop("template"))

        def _parse_every(data: object) -> BlankEnum | EveryEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                every_type_0 = check_every_enum(data)

                return every_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            every_type_1 = check_blank_enum(data)

            return every_type_1

        every = _parse_every(d.pop("every"))

        _made = cls(
            template=template,
            every=every,
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
