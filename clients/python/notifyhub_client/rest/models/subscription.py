from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.subscription_out_state_enum import (
    SubscriptionOutStateEnum,
    check_subscription_out_state_enum,
)

T = TypeVar("T", bound="Subscription")


@_attrs_define
class Subscription:
    """One sort of Shopify's news, as it stood at the last look.

    Attributes:
        topic (str):
        state (SubscriptionOutStateEnum): * `PRESENT` - Told to us
            * `UNGRANTED` - Not told: a permission is missing
            * `REFUSED` - Not told: Shopify refused it
        detail (str): The scope that is missing, or Shopify's words
        api_version (str): Of Shopify's words in it; set for the app
        since_at (datetime.datetime):
    """

    topic: str
    state: SubscriptionOutStateEnum
    detail: str
    api_version: str
    since_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        topic = self.topic

        state: str = self.state

        detail = self.detail

        api_version = self.api_version

        since_at = self.since_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "topic": topic,
                "state": state,
                "detail": detail,
                "api_version": api_version,
                "since_at": since_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        topic = d.pop("topic")

        state = check_subscription_out_state_enum(d.pop("state"))

        detail = d.pop("detail")

        api_version = d.pop("api_version")

        since_at = datetime.datetime.fromisoformat(d.pop("since_at"))

        _made = cls(
            topic=topic,
            state=state,
            detail=detail,
            api_version=api_version,
            since_at=since_at,
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
