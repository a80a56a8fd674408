from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.parcel_import_state import ParcelImportState, check_parcel_import_state

if TYPE_CHECKING:
    from ..models.progress_counts import ProgressCounts
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Progress")


@_attrs_define
class Progress:
    """A file, and how many of its lines stand where.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        name (str):
        state (ParcelImportState): * `CHECKED` - Looked through
            * `RUNNING` - Under way
            * `DONE` - Done
            * `CANCELLED` - Stopped
        line_count (int):
        tells_buyers (bool):
        tells_shopify (bool):
        actor (str):
        created_at (datetime.datetime):
        begun_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
        counts (ProgressCounts): By state of the line: WAITING, BAD, ADDED, KNOWN, REFUSED
    """

    id: UUID
    store: StoreRef
    name: str
    state: ParcelImportState
    line_count: int
    tells_buyers: bool
    tells_shopify: bool
    actor: str
    created_at: datetime.datetime
    begun_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    counts: ProgressCounts
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        name = self.name

        state: str = self.state

        line_count = self.line_count

        tells_buyers = self.tells_buyers

        tells_shopify = self.tells_shopify

        actor = self.actor

        created_at = self.created_at.isoformat()

        begun_at: None | str
        if isinstance(self.begun_at, datetime.datetime):
            begun_at = self.begun_at.isoformat()
        else:
            begun_at = self.begun_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        counts = self.counts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "name": name,
                "state": state,
                "line_count": line_count,
                "tells_buyers": tells_buyers,
                "tells_shopify": tells_shopify,
                "actor": actor,
                "created_at": created_at,
                "begun_at": begun_at,
                "finished_at": finished_at,
                "counts": counts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.progress_counts import ProgressCounts  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        name = d.pop("name")

        state = check_parcel_import_state(d.pop("state"))

        line_count = d.pop("line_count")

        tells_buyers = d.pop("tells_buyers")

        tells_shopify = d.pop("tells_shopify")

        actor = d.pop("actor")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_begun_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                begun_at_type_0 = datetime.datetime.fromisoformat(data)

                return begun_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        begun_at = _parse_begun_at(d.pop("begun_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        counts = ProgressCounts.from_dict(d.pop("counts"))

        _made = cls(
            id=id,
            store=store,
            name=name,
            state=state,
            line_count=line_count,
            tells_buyers=tells_buyers,
            tells_shopify=tells_shopify,
            actor=actor,
            created_at=created_at,
            begun_at=begun_at,
            finished_at=finished_at,
            counts=counts,
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
