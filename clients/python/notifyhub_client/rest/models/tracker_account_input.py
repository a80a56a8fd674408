from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tracking_service import TrackingService, check_tracking_service

T = TypeVar("T", bound="TrackerAccountInput")


@_attrs_define
class TrackerAccountInput:
    """
    Attributes:
        store (UUID):
        service (TrackingService): * `AFTERSHIP` - AfterShip
            * `EASYPOST` - EasyPost
        secret (str): What the service signs its webhooks with
    """

    store: UUID
    service: TrackingService
    secret: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = str(self.store)

        service: str = self.service

        secret = self.secret

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "service": service,
                "secret": secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        store = UUID(d.pop("store"))

        service = check_tracking_service(d.pop("service"))

        secret = d.pop("secret")

        _made = cls(
            store=store,
            service=service,
            secret=secret,
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
