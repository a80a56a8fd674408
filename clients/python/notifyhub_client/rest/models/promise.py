from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.promise_out_cause_enum import PromiseOutCauseEnum, check_promise_out_cause_enum

if TYPE_CHECKING:
    from ..models.promise_steps_item import PromiseStepsItem
    from ..models.promised_line import PromisedLine


T = TypeVar("T", bound="Promise")


@_attrs_define
class Promise:
    """One promise: the dates that mail, page and storefront show alike.

    Attributes:
        id (UUID):
        version (int):
        is_current (bool):
        cause (PromiseOutCauseEnum): * `PLACED` - The order was placed
            * `EDITED` - The order was changed
            * `SHIPPED` - It was sent off
            * `CARRIER` - The carrier says so
            * `STAFF` - Staff said so
            * `RULES` - The store's times were changed
            * `DELAYED` - It did not leave in time
        because (str):
        actor (str): Who set it; empty: the store's rules
        made_at (datetime.datetime):
        ships_by (datetime.datetime | None): The moment after which something is late
        ships_by_on (datetime.date | None): The day by which all leaves
        from_on (datetime.date | None):
        to_on (datetime.date | None): null: cannot be said
        shipped_at (datetime.datetime | None):
        settled_at (datetime.datetime | None): When all was delivered
        is_kept (bool | None):
        lines (list[PromisedLine]):
        steps (list[PromiseStepsItem]): How it was worked out, in codes and days
    """

    id: UUID
    version: int
    is_current: bool
    cause: PromiseOutCauseEnum
    because: str
    actor: str
    made_at: datetime.datetime
    ships_by: datetime.datetime | None
    ships_by_on: datetime.date | None
    from_on: datetime.date | None
    to_on: datetime.date | None
    shipped_at: datetime.datetime | None
    settled_at: datetime.datetime | None
    is_kept: bool | None
    lines: list[PromisedLine]
    steps: list[PromiseStepsItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        version = self.version

        is_current = self.is_current

        cause: str = self.cause

        because = self.because

        actor = self.actor

        made_at = self.made_at.isoformat()

        ships_by: None | str
        if isinstance(self.ships_by, datetime.datetime):
            ships_by = self.ships_by.isoformat()
        else:
            ships_by = self.ships_by

        ships_by_on: None | str
        if isinstance(self.ships_by_on, datetime.date):
            ships_by_on = self.ships_by_on.isoformat()
        else:
            ships_by_on = self.ships_by_on

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

        shipped_at: None | str
        if isinstance(self.shipped_at, datetime.datetime):
            shipped_at = self.shipped_at.isoformat()
        else:
            shipped_at = self.shipped_at

        settled_at: None | str
        if isinstance(self.settled_at, datetime.datetime):
            settled_at = self.settled_at.isoformat()
        else:
            settled_at = self.settled_at

        is_kept: bool | None
        is_kept = self.is_kept

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "version": version,
                "is_current": is_current,
                "cause": cause,
                "because": because,
                "actor": actor,
                "made_at": made_at,
                "ships_by": ships_by,
                "ships_by_on": ships_by_on,
                "from_on": from_on,
                "to_on": to_on,
                "shipped_at": shipped_at,
                "settled_at": settled_at,
                "is_kept": is_kept,
                "lines": lines,
                "steps": steps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.promise_steps_item import PromiseStepsItem  # noqa: PLC0415
        from ..models.promised_line import PromisedLine  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        version = d.pop("version")

        is_current = d.pop("is_current")

        cause = check_promise_out_cause_enum(d.pop("cause"))

        because = d.pop("because")

        actor = d.pop("actor")

        made_at = datetime.datetime.fromisoformat(d.pop("made_at"))

        def _parse_ships_by(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ships_by_type_0 = datetime.datetime.fromisoformat(data)

                return ships_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ships_by = _parse_ships_by(d.pop("ships_by"))

        def _parse_ships_by_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ships_by_on_type_0 = datetime.date.fromisoformat(data)

                return ships_by_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        ships_by_on = _parse_ships_by_on(d.pop("ships_by_on"))

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

        def _parse_shipped_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shipped_at_type_0 = datetime.datetime.fromisoformat(data)

                return shipped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        shipped_at = _parse_shipped_at(d.pop("shipped_at"))

        def _parse_settled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)

                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))

        def _parse_is_kept(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        is_kept = _parse_is_kept(d.pop("is_kept"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = PromisedLine.from_dict(lines_item_data)

            lines.append(lines_item)

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = PromiseStepsItem.from_dict(steps_item_data)

            steps.append(steps_item)

        _made = cls(
            id=id,
            version=version,
            is_current=is_current,
            cause=cause,
            because=because,
            actor=actor,
            made_at=made_at,
            ships_by=ships_by,
            ships_by_on=ships_by_on,
            from_on=from_on,
            to_on=to_on,
            shipped_at=shipped_at,
            settled_at=settled_at,
            is_kept=is_kept,
            lines=lines,
            steps=steps,
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
