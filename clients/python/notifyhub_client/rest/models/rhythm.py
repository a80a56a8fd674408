from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.every_enum import EveryEnum, check_every_enum

T = TypeVar("T", bound="Rhythm")


@_attrs_define
class Rhythm:
    """How often one mail is audited.

    Attributes:
        store (None | UUID): Null: the agency's
        kind (str): Empty: all mails that say nothing else
        every (EveryEnum): * `QUARTER` - Quarterly
            * `HALF_YEAR` - Half-yearly
            * `YEAR` - Yearly
            * `NEVER` - Never
    """

    store: None | UUID
    kind: str
    every: EveryEnum
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store: None | str
        if isinstance(self.store, UUID):
            store = str(self.store)
        else:
            store = self.store

        kind = self.kind

        every: str = self.every

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "kind": kind,
                "every": every,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_store(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                store_type_0 = UUID(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        store = _parse_store(d.pop("store"))

        kind = d.pop("kind")

        every = check_every_enum(d.pop("every"))

        _made = cls(
            store=store,
            kind=kind,
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
