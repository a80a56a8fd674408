from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.place_enum import PlaceEnum, check_place_enum

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Use")


@_attrs_define
class Use:
    """What shows a picture.

    Attributes:
        place (PlaceEnum): * `BRAND` - BRAND
            * `DRAFT` - DRAFT
            * `PUBLISHED` - PUBLISHED
        store (None | StoreRef):
        kind (str): Of which message; empty for a brand
    """

    place: PlaceEnum
    store: None | StoreRef
    kind: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        place: str = self.place

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        kind = self.kind

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "place": place,
                "store": store,
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        place = check_place_enum(d.pop("place"))

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

        kind = d.pop("kind")

        _made = cls(
            place=place,
            store=store,
            kind=kind,
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
