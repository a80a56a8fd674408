from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PromiseInput")


@_attrs_define
class PromiseInput:
    """Days in the store's time zone.

    Attributes:
        from_on (datetime.date):
        to_on (datetime.date):
        because (str): Stands in the history; buyers do not see it
        ships_by_on (datetime.date | None | Unset): The last day to send it
    """

    from_on: datetime.date
    to_on: datetime.date
    because: str
    ships_by_on: datetime.date | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from_on = self.from_on.isoformat()

        to_on = self.to_on.isoformat()

        because = self.because

        ships_by_on: None | str | Unset
        if isinstance(self.ships_by_on, Unset):
            ships_by_on = UNSET
        elif isinstance(self.ships_by_on, datetime.date):
            ships_by_on = self.ships_by_on.isoformat()
        else:
            ships_by_on = self.ships_by_on

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "from_on": from_on,
                "to_on": to_on,
                "because": because,
            }
        )
        if ships_by_on is not UNSET:
            field_dict["ships_by_on"] = ships_by_on

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_on = datetime.date.fromisoformat(d.pop("from_on"))

        to_on = datetime.date.fromisoformat(d.pop("to_on"))

        because = d.pop("because")

        def _parse_ships_by_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ships_by_on_type_0 = datetime.date.fromisoformat(data)

                return ships_by_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        ships_by_on = _parse_ships_by_on(d.pop("ships_by_on", UNSET))

        _made = cls(
            from_on=from_on,
            to_on=to_on,
            because=because,
            ships_by_on=ships_by_on,
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
