from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.alarm_out_kind_enum import AlarmOutKindEnum, check_alarm_out_kind_enum

if TYPE_CHECKING:
    from ..models.alarm_order import AlarmOrder
    from ..models.alarm_parcel import AlarmParcel
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Alarm")


@_attrs_define
class Alarm:
    """One trouble of one order or parcel.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        order (AlarmOrder):
        parcel (AlarmParcel | None): Null: it is the whole order's
        kind (AlarmOutKindEnum): * `NOT_SENT` - Should have been sent by now
            * `NOT_SCANNED` - Has a number, but no carrier has seen it
            * `STALLED` - Stands still on its way
            * `EXCEPTION` - The carrier reports a problem
            * `RETURNING` - On its way back to the sender
            * `LATE` - Later than was promised
            * `SILENCE` - The buyer has heard nothing for days
        explanation (str): `kind` in words
        since (datetime.datetime): When the trouble began
        opened_at (datetime.datetime): When it was noticed
        closed_at (datetime.datetime | None):
        closed_by (str): Empty: news came, and it was over by itself
        because (str): What was done
    """

    id: UUID
    store: StoreRef
    order: AlarmOrder
    parcel: AlarmParcel | None
    kind: AlarmOutKindEnum
    explanation: str
    since: datetime.datetime
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    closed_by: str
    because: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.alarm_parcel import AlarmParcel  # noqa: PLC0415

        id = str(self.id)

        store = self.store.to_dict()

        order = self.order.to_dict()

        parcel: dict[str, Any] | None
        if isinstance(self.parcel, AlarmParcel):
            parcel = self.parcel.to_dict()
        else:
            parcel = self.parcel

        kind: str = self.kind

        explanation = self.explanation

        since = self.since.isoformat()

        opened_at = self.opened_at.isoformat()

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        closed_by = self.closed_by

        because = self.because

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "order": order,
                "parcel": parcel,
                "kind": kind,
                "explanation": explanation,
                "since": since,
                "opened_at": opened_at,
                "closed_at": closed_at,
                "closed_by": closed_by,
                "because": because,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alarm_order import AlarmOrder  # noqa: PLC0415
        from ..models.alarm_parcel import AlarmParcel  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        order = AlarmOrder.from_dict(d.pop("order"))

        def _parse_parcel(data: object) -> AlarmParcel | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                parcel_type_0 = AlarmParcel.from_dict(data)

                return parcel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlarmParcel | None, data)

        parcel = _parse_parcel(d.pop("parcel"))

        kind = check_alarm_out_kind_enum(d.pop("kind"))

        explanation = d.pop("explanation")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        closed_by = d.pop("closed_by")

        because = d.pop("because")

        _made = cls(
            id=id,
            store=store,
            order=order,
            parcel=parcel,
            kind=kind,
            explanation=explanation,
            since=since,
            opened_at=opened_at,
            closed_at=closed_at,
            closed_by=closed_by,
            because=because,
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
