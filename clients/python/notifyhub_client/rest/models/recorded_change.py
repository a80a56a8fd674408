from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.recorded_change_out_deed_enum import (
    RecordedChangeOutDeedEnum,
    check_recorded_change_out_deed_enum,
)

if TYPE_CHECKING:
    from ..models.recorded_change_after_type_0 import RecordedChangeAfterType0
    from ..models.recorded_change_before_type_0 import RecordedChangeBeforeType0
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="RecordedChange")


@_attrs_define
class RecordedChange:
    """One thing that was added, changed or removed.

    Attributes:
        id (UUID):
        at (datetime.datetime):
        deed (RecordedChangeOutDeedEnum): * `ADDED` - Added
            * `CHANGED` - Changed
            * `REMOVED` - Removed
        thing (str): What it is, such as `stores_store`
        thing_id (int): Tells things of one sort apart
        name (str): What it was called then
        store (None | StoreRef):
        before (None | RecordedChangeBeforeType0): Of a secret: `•••`, never its value
        after (None | RecordedChangeAfterType0):
        who (str): `user:3`, `key:7`; empty for NotifyHub itself
        label (str): Their name then
        door (str): `admin`, `api`, `job` or `command`; empty: by hand
        through (str): Which page, operation or job
        request (None | UUID): What was done together has one
    """

    id: UUID
    at: datetime.datetime
    deed: RecordedChangeOutDeedEnum
    thing: str
    thing_id: int
    name: str
    store: None | StoreRef
    before: None | RecordedChangeBeforeType0
    after: None | RecordedChangeAfterType0
    who: str
    label: str
    door: str
    through: str
    request: None | UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.recorded_change_after_type_0 import RecordedChangeAfterType0  # noqa: PLC0415
        from ..models.recorded_change_before_type_0 import RecordedChangeBeforeType0  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        at = self.at.isoformat()

        deed: str = self.deed

        thing = self.thing

        thing_id = self.thing_id

        name = self.name

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        before: dict[str, Any] | None
        if isinstance(self.before, RecordedChangeBeforeType0):
            before = self.before.to_dict()
        else:
            before = self.before

        after: dict[str, Any] | None
        if isinstance(self.after, RecordedChangeAfterType0):
            after = self.after.to_dict()
        else:
            after = self.after

        who = self.who

        label = self.label

        door = self.door

        through = self.through

        request: None | str
        if isinstance(self.request, UUID):
            request = str(self.request)
        else:
            request = self.request

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "at": at,
                "deed": deed,
                "thing": thing,
                "thing_id": thing_id,
                "name": name,
                "store": store,
                "before": before,
                "after": after,
                "who": who,
                "label": label,
                "door": door,
                "through": through,
                "request": request,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recorded_change_after_type_0 import RecordedChangeAfterType0  # noqa: PLC0415
        from ..models.recorded_change_before_type_0 import RecordedChangeBeforeType0  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        deed = check_recorded_change_out_deed_enum(d.pop("deed"))

        thing = d.pop("thing")

        thing_id = d.pop("thing_id")

        name = d.pop("name")

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

        def _parse_before(data: object) -> None | RecordedChangeBeforeType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                before_type_0 = RecordedChangeBeforeType0.from_dict(data)

                return before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RecordedChangeBeforeType0, data)

        before = _parse_before(d.pop("before"))

        def _parse_after(data: object) -> None | RecordedChangeAfterType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                after_type_0 = RecordedChangeAfterType0.from_dict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RecordedChangeAfterType0, data)

        after = _parse_after(d.pop("after"))

        who = d.pop("who")

        label = d.pop("label")

        door = d.pop("door")

        through = d.pop("through")

        def _parse_request(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                request_type_0 = UUID(data)

                return request_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        request = _parse_request(d.pop("request"))

        _made = cls(
            id=id,
            at=at,
            deed=deed,
            thing=thing,
            thing_id=thing_id,
            name=name,
            store=store,
            before=before,
            after=after,
            who=who,
            label=label,
            door=door,
            through=through,
            request=request,
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
