from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.store_state import StoreState, check_store_state

T = TypeVar("T", bound="Store")


@_attrs_define
class Store:
    """A store, without the secrets of its connection.

    Attributes:
        id (UUID):
        name (str):
        shop_domain (str):
        primary_domain (str):
        country (str): ISO 3166, two letters; empty if unknown
        currency (str):
        locale (str):
        timezone (str):
        state (StoreState): * `ACTIVE` - Sends
            * `PAUSED` - Paused: nothing is sent
            * `UNINSTALLED` - Disconnected by Shopify
        is_sandbox (bool):
        created_at (datetime.datetime):
    """

    id: UUID
    name: str
    shop_domain: str
    primary_domain: str
    country: str
    currency: str
    locale: str
    timezone: str
    state: StoreState
    is_sandbox: bool
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        shop_domain = self.shop_domain

        primary_domain = self.primary_domain

        country = self.country

        currency = self.currency

        locale = self.locale

        timezone = self.timezone

        state: str = self.state

        is_sandbox = self.is_sandbox

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "shop_domain": shop_domain,
                "primary_domain": primary_domain,
                "country": country,
                "currency": currency,
                "locale": locale,
                "timezone": timezone,
                "state": state,
                "is_sandbox": is_sandbox,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        shop_domain = d.pop("shop_domain")

        primary_domain = d.pop("primary_domain")

        country = d.pop("country")

        currency = d.pop("currency")

        locale = d.pop("locale")

        timezone = d.pop("timezone")

        state = check_store_state(d.pop("state"))

        is_sandbox = d.pop("is_sandbox")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        _made = cls(
            id=id,
            name=name,
            shop_domain=shop_domain,
            primary_domain=primary_domain,
            country=country,
            currency=currency,
            locale=locale,
            timezone=timezone,
            state=state,
            is_sandbox=is_sandbox,
            created_at=created_at,
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
