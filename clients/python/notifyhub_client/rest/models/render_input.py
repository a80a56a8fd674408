from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.render_input_values import RenderInputValues


T = TypeVar("T", bound="RenderInput")


@_attrs_define
class RenderInput:
    """
    Attributes:
        locale (str | Unset):
        sample (str | Unset): One of the kind's; none: the first
        values (RenderInputValues | Unset): Your own variables instead of a sample's
        variant (str | Unset):
        revision (int | Unset): A published one instead of the draft
    """

    locale: str | Unset = UNSET
    sample: str | Unset = UNSET
    values: RenderInputValues | Unset = UNSET
    variant: str | Unset = UNSET
    revision: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        locale = self.locale

        sample = self.sample

        values: dict[str, Any] | Unset = UNSET
        if not isinstance(self.values, Unset):
            values = self.values.to_dict()

        variant = self.variant

        revision = self.revision

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if locale is not UNSET:
            field_dict["locale"] = locale
        if sample is not UNSET:
            field_dict["sample"] = sample
        if values is not UNSET:
            field_dict["values"] = values
        if variant is not UNSET:
            field_dict["variant"] = variant
        if revision is not UNSET:
            field_dict["revision"] = revision

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.render_input_values import RenderInputValues  # noqa: PLC0415

        d = dict(src_dict)
        locale = d.pop("locale", UNSET)

        sample = d.pop("sample", UNSET)

        _values = d.pop("values", UNSET)
        values: RenderInputValues | Unset
        if isinstance(_values, Unset):
            values = UNSET
        else:
            values = RenderInputValues.from_dict(_values)

        variant = d.pop("variant", UNSET)

        revision = d.pop("revision", UNSET)

        _made = cls(
            locale=locale,
            sample=sample,
            values=values,
            variant=variant,
            revision=revision,
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
