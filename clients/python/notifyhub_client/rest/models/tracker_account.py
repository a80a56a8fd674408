from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tracking_service import TrackingService, check_tracking_service

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="TrackerAccount")


@_attrs_define
class TrackerAccount:
    """A store's account with a service. Its secret is never shown.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        service (TrackingService): * `AFTERSHIP` - AfterShip
            * `EASYPOST` - EasyPost
        url (str): Where its webhooks go
        is_on (bool):
        heard_at (datetime.datetime | None): When it last spoke
        created_at (datetime.datetime):
        created_by (str):
    """

    id: UUID
    store: StoreRef
    service: TrackingService
    url: str
    is_on: bool
    heard_at: datetime.datetime | None
    created_at: datetime.datetime
    created_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        service: str = self.service

        url = self.url

        is_on = self.is_on

        heard_at: None | str
        if isinstance(self.heard_at, datetime.datetime):
            heard_at = self.heard_at.isoformat()
        else:
            heard_at = self.heard_at

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "service": service,
                "url": url,
                "is_on": is_on,
                "heard_at": heard_at,
                "created_at": created_at,
                "created_by": created_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        service = check_tracking_service(d.pop("service"))

        url = d.pop("url")

        is_on = d.pop("is_on")

        def _parse_heard_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                heard_at_type_0 = datetime.datetime.fromisoformat(data)

                return heard_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        heard_at = _parse_heard_at(d.pop("heard_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        _made = cls(
            id=id,
            store=store,
            service=service,
            url=url,
            is_on=is_on,
            heard_at=heard_at,
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
