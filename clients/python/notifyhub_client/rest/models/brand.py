from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.fields import Fields
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Brand")


@_attrs_define
class Brand:
    """What was set, and what is worn after inheritance.

    Attributes:
        store (None | StoreRef): Null: the agency's
        own (Fields): The fields of a brand; empty or null: inherited.
        changed_at (datetime.datetime | None): Null: nothing was ever set
        worn (Fields): The fields of a brand; empty or null: inherited.
    """

    store: None | StoreRef
    own: Fields
    changed_at: datetime.datetime | None
    worn: Fields
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        own = self.own.to_dict()

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        worn = self.worn.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "own": own,
                "changed_at": changed_at,
                "worn": worn,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fields import Fields  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)

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

        own = Fields.from_dict(d.pop("own"))

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        worn = Fields.from_dict(d.pop("worn"))

        _made = cls(
            store=store,
            own=own,
            changed_at=changed_at,
            worn=worn,
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
