from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.basket_standing import BasketStanding, check_basket_standing
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.basket_answer import BasketAnswer
    from ..models.basket_code import BasketCode
    from ..models.money import Money
    from ..models.reminder import Reminder
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Basket")


@_attrs_define
class Basket:
    """A purchase begun.

    Attributes:
        token (str): Shopify's
        store (StoreRef): Which store.
        name (str):
        standing (BasketStanding): * `BEGUN` - Being filled
            * `LEFT` - Left
            * `REMINDED` - Reminded
            * `BOUGHT` - Bought
            * `BOUGHT_AFTER` - Bought after a reminder
            * `ERASED` - Erased
        email (str):
        buyer_name (str):
        subtotal (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        started_at (datetime.datetime):
        changed_at (datetime.datetime | None):
        completed_at (datetime.datetime | None):
        reminders (list[Reminder]):
        codes (list[BasketCode]):
        answer (BasketAnswer | None):
        order (None | Unset | UUID):
    """

    token: str
    store: StoreRef
    name: str
    standing: BasketStanding
    email: str
    buyer_name: str
    subtotal: Money
    started_at: datetime.datetime
    changed_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    reminders: list[Reminder]
    codes: list[BasketCode]
    answer: BasketAnswer | None
    order: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.basket_answer import BasketAnswer  # noqa: PLC0415

        token = self.token

        store = self.store.to_dict()

        name = self.name

        standing: str = self.standing

        email = self.email

        buyer_name = self.buyer_name

        subtotal = self.subtotal.to_dict()

        started_at = self.started_at.isoformat()

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        reminders = []
        for reminders_item_data in self.reminders:
            reminders_item = reminders_item_data.to_dict()
            reminders.append(reminders_item)

        codes = []
        for codes_item_data in self.codes:
            codes_item = codes_item_data.to_dict()
            codes.append(codes_item)

        answer: dict[str, Any] | None
        if isinstance(self.answer, BasketAnswer):
            answer = self.answer.to_dict()
        else:
            answer = self.answer

        order: None | str | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, UUID):
            order = str(self.order)
        else:
            order = self.order

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "token": token,
                "store": store,
                "name": name,
                "standing": standing,
                "email": email,
                "buyer_name": buyer_name,
                "subtotal": subtotal,
                "started_at": started_at,
                "changed_at": changed_at,
                "completed_at": completed_at,
                "reminders": reminders,
                "codes": codes,
                "answer": answer,
            }
        )
        if order is not UNSET:
            field_dict["order"] = order

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.basket_answer import BasketAnswer  # noqa: PLC0415
        from ..models.basket_code import BasketCode  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415
        from ..models.reminder import Reminder  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        token = d.pop("token")

        store = StoreRef.from_dict(d.pop("store"))

        name = d.pop("name")

        standing = check_basket_standing(d.pop("standing"))

        email = d.pop("email")

        buyer_name = d.pop("buyer_name")

        subtotal = Money.from_dict(d.pop("subtotal"))

        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        def _parse_completed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        completed_at = _parse_completed_at(d.pop("completed_at"))

        reminders = []
        _reminders = d.pop("reminders")
        for reminders_item_data in _reminders:
            reminders_item = Reminder.from_dict(reminders_item_data)

            reminders.append(reminders_item)

        codes = []
        _codes = d.pop("codes")
        for codes_item_data in _codes:
            codes_item = BasketCode.from_dict(codes_item_data)

            codes.append(codes_item)

        def _parse_answer(data: object) -> BasketAnswer | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answer_type_0 = BasketAnswer.from_dict(data)

                return answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BasketAnswer | None, data)

        answer = _parse_answer(d.pop("answer"))

        def _parse_order(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                order_type_0 = UUID(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        order = _parse_order(d.pop("order", UNSET))

        _made = cls(
            token=token,
            store=store,
            name=name,
            standing=standing,
            email=email,
            buyer_name=buyer_name,
            subtotal=subtotal,
            started_at=started_at,
            changed_at=changed_at,
            completed_at=completed_at,
            reminders=reminders,
            codes=codes,
            answer=answer,
            order=order,
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
