from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="PromoPool")


@_attrs_define
class PromoPool:
    """Discount codes of one store, given out one a mail.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        name (str): What a promotion block names
        left_count (int):
        given_count (int):
        created_at (datetime.datetime):
        created_by (str): Empty: a mail asked for it
        missed_at (datetime.datetime | None): When a mail last found it empty; null: it has codes since
    """

    id: UUID
    store: StoreRef
    name: str
    left_count: int
    given_count: int
    created_at: datetime.datetime
    created_by: str
    missed_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        name = self.name

        left_count = self.left_count

        given_count = self.given_count

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        missed_at: None | str
        if isinstance(self.missed_at, datetime.datetime):
            missed_at = self.missed_at.isoformat()
        else:
            missed_at = self.missed_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "name": name,
                "left_count": left_count,
                "given_count": given_count,
                "created_at": created_at,
                "created_by": created_by,
                "missed_at": missed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        name = d.pop("name")

        left_count = d.pop("left_count")

        given_count = d.pop("given_count")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        def _parse_missed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                missed_at_type_0 = datetime.datetime.fromisoformat(data)

                return missed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        missed_at = _parse_missed_at(d.pop("missed_at"))

        _made = cls(
            id=id,
            store=store,
            name=name,
            left_count=left_count,
            given_count=given_count,
            created_at=created_at,
            created_by=created_by,
            missed_at=missed_at,
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
