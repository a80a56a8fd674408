from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Source")


@_attrs_define
class Source:
    """Where the order came from; empty: not known.

    Attributes:
        source (str):
        medium (str):
        campaign (str):
        content (str):
        term (str):
        ref (str):
        click_id_kind (str): Such as `gclid`; its value is not kept
        referrer_host (str):
        landing_path (str):
    """

    source: str
    medium: str
    campaign: str
    content: str
    term: str
    ref: str
    click_id_kind: str
    referrer_host: str
    landing_path: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        source = self.source

        medium = self.medium

        campaign = self.campaign

        content = self.content

        term = self.term

        ref = self.ref

        click_id_kind = self.click_id_kind

        referrer_host = self.referrer_host

        landing_path = self.landing_path

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "source": source,
                "medium": medium,
                "campaign": campaign,
                "content": content,
                "term": term,
                "ref": ref,
                "click_id_kind": click_id_kind,
                "referrer_host": referrer_host,
                "landing_path": landing_path,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source = d.pop("source")

        medium = d.pop("medium")

        campaign = d.pop("campaign")

        content = d.pop("content")

        term = d.pop("term")

        ref = d.pop("ref")

        click_id_kind = d.pop("click_id_kind")

        referrer_host = d.pop("referrer_host")

        landing_path = d.pop("landing_path")

        _made = cls(
            source=source,
            medium=medium,
            campaign=campaign,
            content=content,
            term=term,
            ref=ref,
            click_id_kind=click_id_kind,
            referrer_host=referrer_host,
            landing_path=landing_path,
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
