from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.activity_kind import ActivityKind, check_activity_kind
from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.disabled_because_enum import DisabledBecauseEnum, check_disabled_because_enum
from ..models.endpoint_state import EndpointState, check_endpoint_state

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="NewSecret")


@_attrs_define
class NewSecret:
    """The endpoint with its signing secret, which is shown this once.

    Attributes:
        id (UUID):
        store (None | StoreRef): Null: every store of the agency
        url (str):
        description (str):
        kinds (list[ActivityKind]): Which kinds of events; empty: all
        is_test (bool): Hears sandbox stores, and nothing else
        state (EndpointState): * `ACTIVE` - Gets events
            * `PAUSED` - Paused: events wait
            * `DISABLED` - Switched off: events wait
        disabled_because (BlankEnum | DisabledBecauseEnum): Empty: it is not disabled

            * `GONE` - It answered 410: nobody wants events there any more
            * `FAILING` - For five days it took no event
        disabled_at (datetime.datetime | None):
        failing_since (datetime.datetime | None): Null: the last call went well
        last_error (str): What was wrong with the last failure, in words
        rests_until (datetime.datetime | None): After failures: when it is tried again
        delivered_at (datetime.datetime | None): The last delivery, to the minute
        rotated_at (datetime.datetime | None): When its secret was last changed
        previous_secret_ends_at (datetime.datetime | None): Until then the secret before signs as well
        created_by (str):
        created_at (datetime.datetime):
        changed_at (datetime.datetime):
        secret (str): `whsec_…`
    """

    id: UUID
    store: None | StoreRef
    url: str
    description: str
    kinds: list[ActivityKind]
    is_test: bool
    state: EndpointState
    disabled_because: BlankEnum | DisabledBecauseEnum
    disabled_at: datetime.datetime | None
    failing_since: datetime.datetime | None
    last_error: str
    rests_until: datetime.datetime | None
    delivered_at: datetime.datetime | None
    rotated_at: datetime.datetime | None
    previous_secret_ends_at: datetime.datetime | None
    created_by: str
    created_at: datetime.datetime
    changed_at: datetime.datetime
    secret: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        url = self.url

        description = self.description

        kinds = []
        for kinds_item_data in self.kinds:
            kinds_item: str = kinds_item_data
            kinds.append(kinds_item)

        is_test = self.is_test

        state: str = self.state

        disabled_because: str
        if isinstance(self.disabled_because, str):
            disabled_because = self.disabled_because
        else:
            disabled_because = self.disabled_because

        disabled_at: None | str
        if isinstance(self.disabled_at, datetime.datetime):
            disabled_at = self.disabled_at.isoformat()
        else:
            disabled_at = self.disabled_at

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        last_error = self.last_error

        rests_until: None | str
        if isinstance(self.rests_until, datetime.datetime):
            rests_until = self.rests_until.isoformat()
        else:
            rests_until = self.rests_until

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        rotated_at: None | str
        if isinstance(self.rotated_at, datetime.datetime):
            rotated_at = self.rotated_at.isoformat()
        else:
            rotated_at = self.rotated_at

        previous_secret_ends_at: None | str
        if isinstance(self.previous_secret_ends_at, datetime.datetime):
            previous_secret_ends_at = self.previous_secret_ends_at.isoformat()
        else:
            previous_secret_ends_at = self.previous_secret_ends_at

        created_by = self.created_by

        created_at = self.created_at.isoformat()

        changed_at = self.changed_at.isoformat()

        secret = self.secret

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "url": url,
                "description": description,
                "kinds": kinds,
                "is_test": is_test,
                "state": state,
                "disabled_because": disabled_because,
                "disabled_at": disabled_at,
                "failing_since": failing_since,
                "last_error": last_error,
                "rests_until": rests_until,
                "delivered_at": delivered_at,
                "rotated_at": rotated_at,
                "previous_secret_ends_at": previous_secret_ends_at,
                "created_by": created_by,
                "created_at": created_at,
                "changed_at": changed_at,
                "secret": secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        url = d.pop("url")

        description = d.pop("description")

        kinds = []
        _kinds = d.pop("kinds")
        for kinds_item_data in _kinds:
            kinds_item = check_activity_kind(kinds_item_data)

            kinds.append(kinds_item)

        is_test = d.pop("is_test")

        state = check_endpoint_state(d.pop("state"))

        def _parse_disabled_because(data: object) -> BlankEnum | DisabledBecauseEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_because_type_0 = check_disabled_because_enum(data)

                return disabled_because_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            disabled_because_type_1 = check_blank_enum(data)

            return disabled_because_type_1

        disabled_because = _parse_disabled_because(d.pop("disabled_because"))

        def _parse_disabled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_at_type_0 = datetime.datetime.fromisoformat(data)

                return disabled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        disabled_at = _parse_disabled_at(d.pop("disabled_at"))

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        last_error = d.pop("last_error")

        def _parse_rests_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                rests_until_type_0 = datetime.datetime.fromisoformat(data)

                return rests_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        rests_until = _parse_rests_until(d.pop("rests_until"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        def _parse_rotated_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                rotated_at_type_0 = datetime.datetime.fromisoformat(data)

                return rotated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        rotated_at = _parse_rotated_at(d.pop("rotated_at"))

        def _parse_previous_secret_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_secret_ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return previous_secret_ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        previous_secret_ends_at = _parse_previous_secret_ends_at(d.pop("previous_secret_ends_at"))

        created_by = d.pop("created_by")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        secret = d.pop("secret")

        _made = cls(
            id=id,
            store=store,
            url=url,
            description=description,
            kinds=kinds,
            is_test=is_test,
            state=state,
            disabled_because=disabled_because,
            disabled_at=disabled_at,
            failing_since=failing_since,
            last_error=last_error,
            rests_until=rests_until,
            delivered_at=delivered_at,
            rotated_at=rotated_at,
            previous_secret_ends_at=previous_secret_ends_at,
            created_by=created_by,
            created_at=created_at,
            changed_at=changed_at,
            secret=secret,
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
