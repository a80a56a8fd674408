from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.message_row import MessageRow
    from ..models.parcel import Parcel
    from ..models.promise import Promise
    from ..models.store import Store


T = TypeVar("T", bound="OrderExpanded")


@_attrs_define
class OrderExpanded:
    """What was asked for by `expand`; the rest is left out.

    Attributes:
        parcels (list[Parcel] | Unset): The newest 20; all: `parcels/?order=`
        messages (list[MessageRow] | Unset): The newest 20; all: `messages/?order=`
        promise (None | Promise | Unset): What is promised now; null: nothing
        store (None | Store | Unset):
    """

    parcels: list[Parcel] | Unset = UNSET
    messages: list[MessageRow] | Unset = UNSET
    promise: None | Promise | Unset = UNSET
    store: None | Store | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.promise import Promise  # noqa: PLC0415
        from ..models.store import Store  # noqa: PLC0415

        parcels: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.parcels, Unset):
            parcels = []
            for parcels_item_data in self.parcels:
                parcels_item = parcels_item_data.to_dict()
                parcels.append(parcels_item)

        messages: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.messages, Unset):
            messages = []
            for messages_item_data in self.messages:
                messages_item = messages_item_data.to_dict()
                messages.append(messages_item)

        promise: dict[str, Any] | None | Unset
        if isinstance(self.promise, Unset):
            promise = UNSET
        elif isinstance(self.promise, Promise):
            promise = self.promise.to_dict()
        else:
            promise = self.promise

        store: dict[str, Any] | None | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, Store):
            store = self.store.to_dict()
        else:
            store = self.store

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if parcels is not UNSET:
            field_dict["parcels"] = parcels
        if messages is not UNSET:
            field_dict["messages"] = messages
        if promise is not UNSET:
            field_dict["promise"] = promise
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_row import MessageRow  # noqa: PLC0415
        from ..models.parcel import Parcel  # noqa: PLC0415
        from ..models.promise import Promise  # noqa: PLC0415
        from ..models.store import Store  # noqa: PLC0415

        d = dict(src_dict)
        _parcels = d.pop("parcels", UNSET)
        parcels: list[Parcel] | Unset = UNSET
        if _parcels is not UNSET:
            parcels = []
            for parcels_item_data in _parcels:
                parcels_item = Parcel.from_dict(parcels_item_data)

                parcels.append(parcels_item)

        _messages = d.pop("messages", UNSET)
        messages: list[MessageRow] | Unset = UNSET
        if _messages is not UNSET:
            messages = []
            for messages_item_data in _messages:
                messages_item = MessageRow.from_dict(messages_item_data)

                messages.append(messages_item)

        def _parse_promise(data: object) -> None | Promise | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                promise_type_0 = Promise.from_dict(data)

                return promise_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Promise | Unset, data)

        promise = _parse_promise(d.pop("promise", UNSET))

        def _parse_store(data: object) -> None | Store | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = Store.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Store | Unset, data)

        store = _parse_store(d.pop("store", UNSET))

        _made = cls(
            parcels=parcels,
            messages=messages,
            promise=promise,
            store=store,
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
