from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.translation_input_blocks import TranslationInputBlocks


T = TypeVar("T", bound="TranslationInput")


@_attrs_define
class TranslationInput:
    """What is named is replaced, all else stays; an empty text is taken away.

    Attributes:
        version (int):
        blocks (TranslationInputBlocks): Block → key of the text → text
    """

    version: int
    blocks: TranslationInputBlocks
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        blocks = self.blocks.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "version": version,
                "blocks": blocks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.translation_input_blocks import TranslationInputBlocks  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        blocks = TranslationInputBlocks.from_dict(d.pop("blocks"))

        _made = cls(
            version=version,
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
