from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ResultArm")


@_attrs_define
class ResultArm:
    """One arm: to how many it was given, and what came of it.

    Attributes:
        number (int): 0 is the control
        label (str):
        name (str):
        weight_bp (int):
        given (int): All who were handed the message
        counted (int): Those of them that count by now
        hits (int): Of these, for whom it came true
        value_minor (int): Of money, in the store's minor units
        waiting (int): Given, but the days that count are not over
        machine_clicks (int): Left out: only a machine clicked
        machine_opens (int):
        resent (int): Left out: sent again by staff
    """

    number: int
    label: str
    name: str
    weight_bp: int
    given: int
    counted: int
    hits: int
    value_minor: int
    waiting: int
    machine_clicks: int
    machine_opens: int
    resent: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        label = self.label

        name = self.name

        weight_bp = self.weight_bp

        given = self.given

        counted = self.counted

        hits = self.hits

        value_minor = self.value_minor

        waiting = self.waiting

        machine_clicks = self.machine_clicks

        machine_opens = self.machine_opens

        resent = self.resent

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "label": label,
                "name": name,
                "weight_bp": weight_bp,
                "given": given,
                "counted": counted,
                "hits": hits,
                "value_minor": value_minor,
                "waiting": waiting,
                "machine_clicks": machine_clicks,
                "machine_opens": machine_opens,
                "resent": resent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        label = d.pop("label")

        name = d.pop("name")

        weight_bp = d.pop("weight_bp")

        given = d.pop("given")

        counted = d.pop("counted")

        hits = d.pop("hits")

        value_minor = d.pop("value_minor")

        waiting = d.pop("waiting")

        machine_clicks = d.pop("machine_clicks")

        machine_opens = d.pop("machine_opens")

        resent = d.pop("resent")

        _made = cls(
            number=number,
            label=label,
            name=name,
            weight_bp=weight_bp,
            given=given,
            counted=counted,
            hits=hits,
            value_minor=value_minor,
            waiting=waiting,
            machine_clicks=machine_clicks,
            machine_opens=machine_opens,
            resent=resent,
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
