from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.font_enum import FontEnum, check_font_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.brand_input_social import BrandInputSocial


T = TypeVar("T", bound="BrandInput")


@_attrs_define
class BrandInput:
    """What is not named stays as it is; empty or null inherits.

    Attributes:
        logo_url (str | Unset):
        logo_width (int | None | Unset):
        accent (str | Unset):
        text (str | Unset):
        ground (str | Unset):
        font (BlankEnum | FontEnum | Unset):
        footer (str | Unset):
        legal (str | Unset):
        contact_email (str | Unset):
        website (str | Unset):
        social (BrandInputSocial | Unset):
    """

    logo_url: str | Unset = UNSET
    logo_width: int | None | Unset = UNSET
    accent: str | Unset = UNSET
    text: str | Unset = UNSET
    ground: str | Unset = UNSET
    font: BlankEnum | FontEnum | Unset = UNSET
    footer: str | Unset = UNSET
    legal: str | Unset = UNSET
    contact_email: str | Unset = UNSET
    website: str | Unset = UNSET
    social: BrandInputSocial | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        logo_url = self.logo_url

        logo_width: int | None | Unset
        if isinstance(self.logo_width, Unset):
            logo_width = UNSET
        else:
            logo_width = self.logo_width

        accent = self.accent

        text = self.text

        ground = self.ground

        font: str | Unset
        if isinstance(self.font, Unset):
            font = UNSET
        elif isinstance(self.font, str):
            font = self.font
        else:
            font = self.font

        footer = self.footer

        legal = self.legal

        contact_email = self.contact_email

        website = self.website

        social: dict[str, Any] | Unset = UNSET
        if not isinstance(self.social, Unset):
            social = self.social.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if logo_url is not UNSET:
            field_dict["logo_url"] = logo_url
        if logo_width is not UNSET:
            field_dict["logo_width"] = logo_width
        if accent is not UNSET:
            field_dict["accent"] = accent
        if text is not UNSET:
            field_dict["text"] = text
        if ground is not UNSET:
            field_dict["ground"] = ground
        if font is not UNSET:
            field_dict["font"] = font
        if footer is not UNSET:
            field_dict["footer"] = footer
        if legal is not UNSET:
            field_dict["legal"] = legal
        if contact_email is not UNSET:
            field_dict["contact_email"] = contact_email
        if website is not UNSET:
            field_dict["website"] = website
        if social is not UNSET:
            field_dict["social"] = social

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.brand_input_social import BrandInputSocial  # noqa: PLC0415

        d = dict(src_dict)
        logo_url = d.pop("logo_url", UNSET)

        def _parse_logo_width(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        logo_width = _parse_logo_width(d.pop("logo_width", UNSET))

        accent = d.pop("accent", UNSET)

        text = d.pop("text", UNSET)

        ground = d.pop("ground", UNSET)

        def _parse_font(data: object) -> BlankEnum | FontEnum | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                font_type_0 = check_font_enum(data)

                return font_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            font_type_1 = check_blank_enum(data)

            return font_type_1

        font = _parse_font(d.pop("font", UNSET))

        footer = d.pop("footer", UNSET)

        legal = d.pop("legal", UNSET)

        contact_email = d.pop("contact_email", UNSET)

        website = d.pop("website", UNSET)

        _social = d.pop("social", UNSET)
        social: BrandInputSocial | Unset
        if isinstance(_social, Unset):
            social = UNSET
        else:
            social = BrandInputSocial.from_dict(_social)

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
