from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.fields_social import FieldsSocial


T = TypeVar("T", bound="Fields")


@_attrs_define
class Fields:
    """The fields of a brand; empty or null: inherited.

    Attributes:
        logo_url (str): The whole address, also of a picture that was uploaded.
        logo_width (int | None):
        accent (str):
        text (str):
        ground (str):
        font (str):
        footer (str):
        legal (str):
        contact_email (str):
        website (str):
        social (FieldsSocial): Name → address
    """

    logo_url: str
    logo_width: int | None
    accent: str
    text: str
    ground: str
    font: str
    footer: str
    legal: str
    contact_email: str
    website: str
    social: FieldsSocial
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        logo_url = self.logo_url

        logo_width: int | None
        logo_width = self.logo_width

        accent = self.accent

        text = self.text

        ground = self.ground

        font = self.font

        footer = self.footer

        legal = self.legal

        contact_email = self.contact_email

        website = self.website

        social = self.social.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "logo_url": logo_url,
                "logo_width": logo_width,
                "accent": accent,
                "text": text,
                "ground": ground,
                "font": font,
                "footer": footer,
                "legal": legal,
                "contact_email": contact_email,
                "website": website,
                "social": social,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fields_social import FieldsSocial  # noqa: PLC0415

        d = dict(src_dict)
        logo_url = d.pop("logo_url")

        def _parse_logo_width(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        logo_width = _parse_logo_width(d.pop("logo_width"))

        accent = d.pop("accent")

        text = d.pop("text")

        ground = d.pop("ground")

        font = d.pop("font")

        footer = d.pop("footer")

        legal = d.pop("legal")

        contact_email = d.pop("contact_email")

        website = d.pop("website")

        social = FieldsSocial.from_dict(d.pop("social"))

        _made = cls(
            logo_url=logo_url,
            logo_width=logo_width,
            accent=accent,
            text=text,
            ground=ground,
            font=font,
            footer=footer,
            legal=legal,
            contact_email=contact_email,
            website=website,
            social=social,
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
