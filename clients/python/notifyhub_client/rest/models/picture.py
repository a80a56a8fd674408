from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.format_enum import FormatEnum, check_format_enum

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef
    from ..models.use import Use


T = TypeVar("T", bound="Picture")


@_attrs_define
class Picture:
    """A picture that mails can show.

    Attributes:
        id (str):
        store (None | StoreRef):
        name (str):
        url (str):
        format_ (FormatEnum): * `PNG` - PNG
            * `JPEG` - JPEG
        width (int):
        height (int):
        byte_count (int):
        notes (list[str]):
        uses (list[Use]): Which brands and drafts show it
        created_at (datetime.datetime):
        created_by (str):
    """

    id: str
    store: None | StoreRef
    name: str
    url: str
    format_: FormatEnum
    width: int
    height: int
    byte_count: int
    notes: list[str]
    uses: list[Use]
    created_at: datetime.datetime
    created_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = self.id

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        name = self.name

        url = self.url

        format_: str = self.format_

        width = self.width

        height = self.height

        byte_count = self.byte_count

        notes = self.notes

        uses = []
        for uses_item_data in self.uses:
            uses_item = uses_item_data.to_dict()
            uses.append(uses_item)

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "name": name,
                "url": url,
                "format": format_,
                "width": width,
                "height": height,
                "byte_count": byte_count,
                "notes": notes,
                "uses": uses,
                "created_at": created_at,
                "created_by": created_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415
        from ..models.use import Use  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        name = d.pop("name")

        url = d.pop("url")

        format_ = check_format_enum(d.pop("format"))

        width = d.pop("width")

        height = d.pop("height")

        byte_count = d.pop("byte_count")

        notes = cast(list[str], d.pop("notes"))

        uses = []
        _uses = d.pop("uses")
        for uses_item_data in _uses:
            uses_item = Use.from_dict(uses_item_data)

            uses.append(uses_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        _made = cls(
            id=id,
            store=store,
            name=name,
            url=url,
            format_=format_,
            width=width,
            height=height,
            byte_count=byte_count,
            notes=notes,
            uses=uses,
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
