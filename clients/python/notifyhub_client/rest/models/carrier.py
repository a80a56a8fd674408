from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Carrier")


@_attrs_define
class Carrier:
    """A carrier of a store's own.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        name (str):
        url_template (str): `{number}` stands for the tracking number
        phone (str):
        is_retired (bool): No longer offered; its parcels keep it
        created_at (datetime.datetime):
        created_by (str):
    """

    id: UUID
    store: StoreRef
    name: str
    url_template: str
    phone: str
    is_retired: bool
    created_at: datetime.datetime
    created_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        name = self.name

        url_template = self.url_template

        phone = self.phone

        is_retired = self.is_retired

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "name": name,
                "url_template": url_template,
                "phone": phone,
                "is_retired": is_retired,
                "created_at": created_at,
                "created_by": created_by,
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

        url_template = d.pop("url_template")

        phone = d.pop("phone")

        is_retired = d.pop("is_retired")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        _made = cls(
            id=id,
            store=store,
            name=name,
            url_template=url_template,
            phone=phone,
            is_retired=is_retired,
            created_at=created_at,
            created_by=created_by,
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
