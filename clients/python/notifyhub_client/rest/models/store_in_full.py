from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.hidden_link_enum import HiddenLinkEnum, check_hidden_link_enum
from ..models.store_state import StoreState, check_store_state

T = TypeVar("T", bound="StoreInFull")


@_attrs_define
class StoreInFull:
    """A store with its settings, and whether its secrets are kept.

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
        email (str):
        sends_from_at (datetime.datetime | None): Orders placed before are never mailed by themselves
        words_kept_days (int | None): Null: as long as everywhere here
        hidden_link (HiddenLinkEnum): * `GATEWAYS` - Only where a known filter reads the mail first
            * `ALWAYS` - In every mail
            * `NEVER` - In no mail
        webhook_address (str): For Shopify's settings: where its webhooks go
        has_webhook_secret (bool):
        has_access_token (bool):
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
    email: str
    sends_from_at: datetime.datetime | None
    words_kept_days: int | None
    hidden_link: HiddenLinkEnum
    webhook_address: str
    has_webhook_secret: bool
    has_access_token: bool
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

        email = self.email

        sends_from_at: None | str
        if isinstance(self.sends_from_at, datetime.datetime):
            sends_from_at = self.sends_from_at.isoformat()
        else:
            sends_from_at = self.sends_from_at

        words_kept_days: int | None
        words_kept_days = self.words_kept_days

        hidden_link: str = self.hidden_link

        webhook_address = self.webhook_address

        has_webhook_secret = self.has_webhook_secret

        has_access_token = self.has_access_token

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
                "email": email,
                "sends_from_at": sends_from_at,
                "words_kept_days": words_kept_days,
                "hidden_link": hidden_link,
                "webhook_address": webhook_address,
                "has_webhook_secret": has_webhook_secret,
                "has_access_token": has_access_token,
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

        email = d.pop("email")

        def _parse_sends_from_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sends_from_at_type_0 = datetime.datetime.fromisoformat(data)

                return sends_from_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sends_from_at = _parse_sends_from_at(d.pop("sends_from_at"))

        def _parse_words_kept_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        words_kept_days = _parse_words_kept_days(d.pop("words_kept_days"))

        hidden_link = check_hidden_link_enum(d.pop("hidden_link"))

        webhook_address = d.pop("webhook_address")

        has_webhook_secret = d.pop("has_webhook_secret")

        has_access_token = d.pop("has_access_token")

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
            email=email,
            sends_from_at=sends_from_at,
            words_kept_days=words_kept_days,
            hidden_link=hidden_link,
            webhook_address=webhook_address,
            has_webhook_secret=has_webhook_secret,
            has_access_token=has_access_token,
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
