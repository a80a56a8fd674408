from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.edits_input_blocks import EditsInputBlocks


T = TypeVar("T", bound="EditsInput")


@_attrs_define
class EditsInput:
    """Words for this one message. The template stays as it is.

    Attributes:
        subject (str | Unset):
        lines (str | Unset): Plain words, on top
        blocks (EditsInputBlocks | Unset): By key, as the template names them
    """

    subject: str | Unset = UNSET
    lines: str | Unset = UNSET
    blocks: EditsInputBlocks | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject

        lines = self.lines

        blocks: dict[str, Any] | Unset = UNSET
        if not isinstance(self.blocks, Unset):
            blocks = self.blocks.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if subject is not UNSET:
            field_dict["subject"] = subject
        if lines is not UNSET:
            field_dict["lines"] = lines
        if blocks is not UNSET:
            field_dict["blocks"] = blocks

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.edits_input_blocks import EditsInputBlocks  # noqa: PLC0415

        d = dict(src_dict)
        subject = d.pop("subject", UNSET)

        lines = d.pop("lines", UNSET)

        _blocks = d.pop("blocks", UNSET)
        blocks: EditsInputBlocks | Unset
        if isinstance(_blocks, Unset):
            blocks = UNSET
        else:
            blocks = EditsInputBlocks.from_dict(_blocks)

        _made = cls(
            subject=subject,
            lines=lines,
            blocks=blocks,
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
