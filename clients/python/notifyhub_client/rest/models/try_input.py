from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.try_input_definition import TryInputDefinition


T = TypeVar("T", bound="TryInput")


@_attrs_define
class TryInput:
    """A rule to be asked of the past; it need not exist.

    Attributes:
        definition (TryInputDefinition): See `GET /api/v1/rule-vocabulary/`
        store (UUID):
        limit (int | Unset):
    """

    definition: TryInputDefinition
    store: UUID
    limit: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        definition = self.definition.to_dict()

        store = str(self.store)

        limit = self.limit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "definition": definition,
                "store": store,
            }
        )
        if limit is not UNSET:
            field_dict["limit"] = limit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.try_input_definition import TryInputDefinition  # noqa: PLC0415

        d = dict(src_dict)
        definition = TryInputDefinition.from_dict(d.pop("definition"))

        store = UUID(d.pop("store"))

        limit = d.pop("limit", UNSET)

        _made = cls(
            definition=definition,
            store=store,
            limit=limit,
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
