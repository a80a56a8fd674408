from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="AtRisk")


@_attrs_define
class AtRisk:
    """An order that is late to leave, or must leave soon.

    Attributes:
        order (UUID):
        name (str):
        store (StoreRef): Which store.
        ships_by (datetime.datetime):
        ships_by_on (datetime.date):
        from_on (datetime.date | None):
        to_on (datetime.date | None):
        is_late (bool):
    """

    order: UUID
    name: str
    store: StoreRef
    ships_by: datetime.datetime
    ships_by_on: datetime.date
    from_on: datetime.date | None
    to_on: datetime.date | None
    is_late: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        order = str(self.order)

        name = self.name

        store = self.store.to_dict()

        ships_by = self.ships_by.isoformat()

        ships_by_on = self.ships_by_on.isoformat()

        from_on: None | str
        if isinstance(self.from_on, datetime.date):
            from_on = self.from_on.isoformat()
        else:
            from_on = self.from_on

        to_on: None | str
        if isinstance(self.to_on, datetime.date):
            to_on = self.to_on.isoformat()
        else:
            to_on = self.to_on

        is_late = self.is_late

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "order": order,
                "name": name,
                "store": store,
                "ships_by": ships_by,
                "ships_by_on": ships_by_on,
                "from_on": from_on,
                "to_on": to_on,
                "is_late": is_late,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        order = UUID(d.pop("order"))

        name = d.pop("name")

        store = StoreRef.from_dict(d.pop("store"))

        ships_by = datetime.datetime.fromisoformat(d.pop("ships_by"))

        ships_by_on = datetime.date.fromisoformat(d.pop("ships_by_on"))

        def _parse_from_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                from_on_type_0 = datetime.date.fromisoformat(data)

                return from_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        from_on = _parse_from_on(d.pop("from_on"))

        def _parse_to_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                to_on_type_0 = datetime.date.fromisoformat(data)

                return to_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        to_on = _parse_to_on(d.pop("to_on"))

        is_late = d.pop("is_late")

        _made = cls(
            order=order,
            name=name,
            store=store,
            ships_by=ships_by,
            ships_by_on=ships_by_on,
            from_on=from_on,
            to_on=to_on,
            is_late=is_late,
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
