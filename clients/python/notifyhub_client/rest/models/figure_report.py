from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.report_rhythm import ReportRhythm, check_report_rhythm

if TYPE_CHECKING:
    from ..models.figure_report_store_type_0 import FigureReportStoreType0


T = TypeVar("T", bound="FigureReport")


@_attrs_define
class FigureReport:
    """One person gets the figures of one store, or of all stores that they may see.

    Attributes:
        id (UUID):
        store (FigureReportStoreType0 | None): Null: all stores that they may see when it is written.
        email (str):
        rhythm (ReportRhythm): * `WEEKLY` - Every Monday, of the week before
            * `MONTHLY` - On the first, of the month before
        created_at (datetime.datetime):
        created_by (str):
    """

    id: UUID
    store: FigureReportStoreType0 | None
    email: str
    rhythm: ReportRhythm
    created_at: datetime.datetime
    created_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.figure_report_store_type_0 import FigureReportStoreType0  # noqa: PLC0415

        id = str(self.id)

        store: dict[str, Any] | None
        if isinstance(self.store, FigureReportStoreType0):
            store = self.store.to_dict()
        else:
            store = self.store

        email = self.email

        rhythm: str = self.rhythm

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "email": email,
                "rhythm": rhythm,
                "created_at": created_at,
                "created_by": created_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figure_report_store_type_0 import FigureReportStoreType0  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_store(data: object) -> FigureReportStoreType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = FigureReportStoreType0.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FigureReportStoreType0 | None, data)

        store = _parse_store(d.pop("store"))

        email = d.pop("email")

        rhythm = check_report_rhythm(d.pop("rhythm"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        _made = cls(
            id=id,
            store=store,
            email=email,
            rhythm=rhythm,
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
