from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.block_origin import BlockOrigin, check_block_origin

if TYPE_CHECKING:
    from ..models.block_settings import BlockSettings


T = TypeVar("T", bound="Block")


@_attrs_define
class Block:
    """One block where it stands in the mail, after all layers.

    Attributes:
        key (str): Its name within the mail
        type_ (str):
        settings (BlockSettings): `texts`: language → key → text; and the type's own
        is_locked (bool): Stores cannot change it
        origin (BlockOrigin): * `AGENCY` - from the agency
            * `STORE` - changed here
            * `VARIANT` - changed in the variant
    """

    key: str
    type_: str
    settings: BlockSettings
    is_locked: bool
    origin: BlockOrigin
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        type_ = self.type_

        settings = self.settings.to_dict()

        is_locked = self.is_locked

        origin: str = self.origin

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "type": type_,
                "settings": settings,
                "is_locked": is_locked,
                "origin": origin,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block_settings import BlockSettings  # noqa: PLC0415

        d = dict(src_dict)
        key = d.pop("key")

        type_ = d.pop("type")

        settings = BlockSettings.from_dict(d.pop("settings"))

        is_locked = d.pop("is_locked")

        origin = check_block_origin(d.pop("origin"))

        _made = cls(
            key=key,
            type_=type_,
            settings=settings,
            is_locked=is_locked,
            origin=origin,
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
