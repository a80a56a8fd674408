from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.chosen_store_state import ChosenStoreState, check_chosen_store_state
from ..models.hidden_link_enum import HiddenLinkEnum, check_hidden_link_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="PatchedStoreChangesInput")


@_attrs_define
class PatchedStoreChangesInput:
    """What is named is changed, all else stays.

    Attributes:
        name (str | Unset):
        primary_domain (str | Unset):
        email (str | Unset):
        country (str | Unset):
        currency (str | Unset):
        locale (str | Unset):
        timezone (str | Unset): Europe/Oslo
        state (ChosenStoreState | Unset): * `ACTIVE` - Sends
            * `PAUSED` - Paused: nothing is sent
        is_sandbox (bool | Unset): Nothing leaves a sandbox
        sends_from_at (datetime.datetime | Unset):
        words_kept_days (int | None | Unset):
        hidden_link (HiddenLinkEnum | Unset): * `GATEWAYS` - Only where a known filter reads the mail first
            * `ALWAYS` - In every mail
            * `NEVER` - In no mail
        webhook_secret (str | Unset): Written, never shown; the old one stays valid beside a new one
        access_token (str | Unset): Of Shopify's Admin API; written, never shown
    """

    name: str | Unset = UNSET
    primary_domain: str | Unset = UNSET
    email: str | Unset = UNSET
    country: str | Unset = UNSET
    currency: str | Unset = UNSET
    locale: str | Unset = UNSET
    timezone: str | Unset = UNSET
    state: ChosenStoreState | Unset = UNSET
    is_sandbox: bool | Unset = UNSET
    sends_from_at: datetime.datetime | Unset = UNSET
    words_kept_days: int | None | Unset = UNSET
    hidden_link: HiddenLinkEnum | Unset = UNSET
    webhook_secret: str | Unset = UNSET
    access_token: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        primary_domain = self.primary_domain

        email: str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        country = self.country

        currency = self.currency

        locale = self.locale

        timezone = self.timezone

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state

        is_sandbox = self.is_sandbox

        sends_from_at: str | Unset = UNSET
        if not isinstance(self.sends_from_at, Unset):
            sends_from_at = self.sends_from_at.isoformat()

        words_kept_days: int | None | Unset
        if isinstance(self.words_kept_days, Unset):
            words_kept_days = UNSET
        else:
            words_kept_days = self.words_kept_days

        hidden_link: str | Unset = UNSET
        if not isinstance(self.hidden_link, Unset):
            hidden_link = self.hidden_link

        webhook_secret = self.webhook_secret

        access_token = self.access_token

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if primary_domain is not UNSET:
            field_dict["primary_domain"] = primary_domain
        if email is not UNSET:
            field_dict["email"] = email
        if country is not UNSET:
            field_dict["country"] = country
        if currency is not UNSET:
            field_dict["currency"] = currency
        if locale is not UNSET:
            field_dict["locale"] = locale
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if state is not UNSET:
            field_dict["state"] = state
        if is_sandbox is not UNSET:
            field_dict["is_sandbox"] = is_sandbox
        if sends_from_at is not UNSET:
            field_dict["sends_from_at"] = sends_from_at
        if words_kept_days is not UNSET:
            field_dict["words_kept_days"] = words_kept_days
        if hidden_link is not UNSET:
            field_dict["hidden_link"] = hidden_link
        if webhook_secret is not UNSET:
            field_dict["webhook_secret"] = webhook_secret
        if access_token is not UNSET:
            field_dict["access_token"] = access_token

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

        primary_domain = d.pop("primary_domain", UNSET)

        def _parse_email(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        country = d.pop("country", UNSET)

        currency = d.pop("currency", UNSET)

        locale = d.pop("locale", UNSET)

        timezone = d.pop("timezone", UNSET)

        _state = d.pop("state", UNSET)
        state: ChosenStoreState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = check_chosen_store_state(_state)

        is_sandbox = d.pop("is_sandbox", UNSET)

        _sends_from_at = d.pop("sends_from_at", UNSET)
        sends_from_at: datetime.datetime | Unset
        if isinstance(_sends_from_at, Unset):
            sends_from_at = UNSET
        else:
            sends_from_at = datetime.datetime.fromisoformat(_sends_from_at)

        def _parse_words_kept_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        words_kept_days = _parse_words_kept_days(d.pop("words_kept_days", UNSET))

        _hidden_link = d.pop("hidden_link", UNSET)
        hidden_link: HiddenLinkEnum | Unset
        if isinstance(_hidden_link, Unset):
            hidden_link = UNSET
        else:
            hidden_link = check_hidden_link_enum(_hidden_link)

        webhook_secret = d.pop("webhook_secret", UNSET)

        access_token = d.pop("access_token", UNSET)

        _made = cls(
            name=name,
            primary_domain=primary_domain,
            email=email,
            country=country,
            currency=currency,
            locale=locale,
            timezone=timezone,
            state=state,
            is_sandbox=is_sandbox,
            sends_from_at=sends_from_at,
            words_kept_days=words_kept_days,
            hidden_link=hidden_link,
            webhook_secret=webhook_secret,
            access_token=access_token,
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
