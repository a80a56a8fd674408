from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.evidence_enum import EvidenceEnum, check_evidence_enum
from ..models.model_enum import ModelEnum, check_model_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="Credit")


@_attrs_define
class Credit:
    """To which message the order is credited, by one model.

    Attributes:
        model (ModelEnum): * `nh_last` - Last message clicked
            * `nh_first` - First message clicked
            * `store_last` - Last visit, if it was ours
            * `assisted` - Helped: another visit came later
            * `recovered` - Recovered checkout
        template (str): Of a credit to a template only: its key
        variant (str):
        evidence (EvidenceEnum): * `TOKEN` - It came by the message's own link
            * `CHECKOUT` - It reminded of the checkout that became the order
            * `PERSON` - The same buyer clicked it
            * `UTM` - The address named NotifyHub as its source
        touch_at (datetime.datetime | None): When it was clicked; null: time not known
        gross (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        refunds (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        net (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        agency_net (Money | None):
        message (None | Unset | UUID): Null: only its template is known
    """

    model: ModelEnum
    template: str
    variant: str
    evidence: EvidenceEnum
    touch_at: datetime.datetime | None
    gross: Money
    refunds: Money
    net: Money
    agency_net: Money | None
    message: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415

        model: str = self.model

        template = self.template

        variant = self.variant

        evidence: str = self.evidence

        touch_at: None | str
        if isinstance(self.touch_at, datetime.datetime):
            touch_at = self.touch_at.isoformat()
        else:
            touch_at = self.touch_at

        gross = self.gross.to_dict()

        refunds = self.refunds.to_dict()

        net = self.net.to_dict()

        agency_net: dict[str, Any] | None
        if isinstance(self.agency_net, Money):
            agency_net = self.agency_net.to_dict()
        else:
            agency_net = self.agency_net

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        elif isinstance(self.message, UUID):
            message = str(self.message)
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "template": template,
                "variant": variant,
                "evidence": evidence,
                "touch_at": touch_at,
                "gross": gross,
                "refunds": refunds,
                "net": net,
                "agency_net": agency_net,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        model = check_model_enum(d.pop("model"))

        template = d.pop("template")

        variant = d.pop("variant")

        evidence = check_evidence_enum(d.pop("evidence"))

        def _parse_touch_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                touch_at_type_0 = datetime.datetime.fromisoformat(data)

                return touch_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        touch_at = _parse_touch_at(d.pop("touch_at"))

        gross = Money.from_dict(d.pop("gross"))

        refunds = Money.from_dict(d.pop("refunds"))

        net = Money.from_dict(d.pop("net"))

        def _parse_agency_net(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                agency_net_type_0 = Money.from_dict(data)

                return agency_net_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        agency_net = _parse_agency_net(d.pop("agency_net"))

        def _parse_message(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_type_0 = UUID(data)

                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        message = _parse_message(d.pop("message", UNSET))

        _made = cls(
            model=model,
            template=template,
            variant=variant,
            evidence=evidence,
            touch_at=touch_at,
            gross=gross,
            refunds=refunds,
            net=net,
            agency_net=agency_net,
            message=message,
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
