from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.on_enum import OnEnum, check_on_enum

if TYPE_CHECKING:
    from ..models.share import Share
    from ..models.template_ref import TemplateRef
    from ..models.variant_ref import VariantRef


T = TypeVar("T", bound="Tally")


@_attrs_define
class Tally:
    """Of one kind of mail, template and variant; of the page, `kind` is empty.

    Attributes:
        on (OnEnum): * `MAIL` - A mail
            * `PAGE` - The status page
        kind (BlankEnum | NotificationKind):
        template (None | TemplateRef):
        variant (None | VariantRef):
        count (int):
        good_count (int):
        share (None | Share): Null: fewer than 10 have said anything
    """

    on: OnEnum
    kind: BlankEnum | NotificationKind
    template: None | TemplateRef
    variant: None | VariantRef
    count: int
    good_count: int
    share: None | Share
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.share import Share  # noqa: PLC0415
        from ..models.template_ref import TemplateRef  # noqa: PLC0415
        from ..models.variant_ref import VariantRef  # noqa: PLC0415

        on: str = self.on

        kind: str
        if isinstance(self.kind, str):
            kind = self.kind
        else:
            kind = self.kind

        template: dict[str, Any] | None
        if isinstance(self.template, TemplateRef):
            template = self.template.to_dict()
        else:
            template = self.template

        variant: dict[str, Any] | None
        if isinstance(self.variant, VariantRef):
            variant = self.variant.to_dict()
        else:
            variant = self.variant

        count = self.count

        good_count = self.good_count

        share: dict[str, Any] | None
        if isinstance(self.share, Share):
            share = self.share.to_dict()
        else:
            share = self.share

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "on": on,
                "kind": kind,
                "template": template,
                "variant": variant,
                "count": count,
                "good_count": good_count,
                "share": share,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.share import Share  # noqa: PLC0415
        from ..models.template_ref import TemplateRef  # noqa: PLC0415
        from ..models.variant_ref import VariantRef  # noqa: PLC0415

        d = dict(src_dict)
        on = check_on_enum(d.pop("on"))

        def _parse_kind(data: object) -> BlankEnum | NotificationKind:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = check_notification_kind(data)

                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            kind_type_1 = check_blank_enum(data)

            return kind_type_1

        kind = _parse_kind(d.pop("kind"))

        def _parse_template(data: object) -> None | TemplateRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                template_type_0 = TemplateRef.from_dict(data)

                return template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateRef, data)

        template = _parse_template(d.pop("template"))

        def _parse_variant(data: object) -> None | VariantRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                variant_type_0 = VariantRef.from_dict(data)

                return variant_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | VariantRef, data)

        variant = _parse_variant(d.pop("variant"))

        count = d.pop("count")

        good_count = d.pop("good_count")

        def _parse_share(data: object) -> None | Share:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                share_type_0 = Share.from_dict(data)

                return share_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Share, data)

        share = _parse_share(d.pop("share"))

        _made = cls(
            on=on,
            kind=kind,
            template=template,
            variant=variant,
            count=count,
            good_count=good_count,
            share=share,
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
