from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sender import Sender


T = TypeVar("T", bound="Resumed")


@_attrs_define
class Resumed:
    """
    Attributes:
        sender (Sender): An account, and how it fares.
        waited_count (int): Messages that waited and are tried now
    """

    sender: Sender
    waited_count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sender = self.sender.to_dict()

        waited_count = self.waited_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "sender": sender,
                "waited_count": waited_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sender import Sender  # noqa: PLC0415

        d = dict(src_dict)
        sender = Sender.from_dict(d.pop("sender"))

        waited_count = d.pop("waited_count")

        _made = cls(
            sender=sender,
            waited_count=waited_count,
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
