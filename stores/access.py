"""Who is asking, and how far they see: the one answer that admin and API both read."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from stores import looks
from stores import scope as fence
from stores.looks import Look
from stores.models import ApiKey, Membership, Store, User
from stores.roles import Verb


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work in one agency: a person by membership, or a program by key."""

    agency_id: int
    agency_name: str
    store_ids: frozenset[int]
    verbs: frozenset[str]
    label: str
    role: str = ""
    user_id: int | None = None
    key_id: int | None = None
    is_test: bool = False
    timezone: str = "UTC"
    # From when on the agency asks its people for a second factor.
    factors_from_at: datetime | None = None
    has_first_steps: bool = False  # which lead a new agency, until it hides them
    has_all_stores: bool = False  # also those that the agency connects tomorrow
    stores: tuple[Store, ...] = field(default=(), compare=False, repr=False)
    look: Look = field(default=Look(), compare=False, repr=False)

    def may(self, verb: Verb | str) -> bool:
        return verb in self.verbs

    @property
    def caller(self) -> str:
        """Who it is, where calls are counted or named: "key:7", "user:3"."""
        return f"key:{self.key_id}" if self.key_id else f"user:{self.user_id}"

    @property
    def publishes_for_all(self) -> bool:
        """Whether they may publish what reaches every store of the agency.

        A test key may not: it sees sandbox stores only, and the others would be reached unseen.
        """
        may = Verb.EDIT_TEMPLATES in self.verbs
        return may and self.has_all_stores and not self.is_test

    @property
    def reach(self) -> fence.Scope:
        """The scope that is this actor's."""
        is_whole = self.has_all_stores and not self.is_test
        return fence.Scope(stores=self.store_ids, agency_id=self.agency_id, is_whole=is_whole)

    def scope(self) -> AbstractContextManager[fence.Scope]:
        """Open this actor's scope around a request."""
        return fence.opened(self.reach)


def memberships(user: User) -> list[Membership]:
    """Every agency this person works in, the oldest membership first. One query."""
    with fence.every_store(because="a person's memberships say which scopes are theirs"):
        rows = Membership.objects.filter(user=user).select_related("agency")
        return list(rows.order_by("created_at", "pk"))


def actor_of_member(user: User, agency_id: int | None = None) -> Actor | None:
    """This person in the wanted agency, else in their first; None if in none. Two queries."""
    mine = memberships(user)
    if not mine:
        return None
    membership = next((one for one in mine if one.agency_id == agency_id), mine[0])
    stores = _stores_within(membership)
    return Actor(
        agency_id=membership.agency_id,
        agency_name=membership.agency.name,
        store_ids=frozenset(store.pk for store in stores),
        verbs=membership.verbs,
        label=user.get_full_name(),
        role=membership.role,
        user_id=user.pk,
        timezone=membership.agency.timezone,
        factors_from_at=membership.agency.factors_from_at,
        has_first_steps=membership.agency.first_steps_hidden_at is None,
        has_all_stores=membership.has_all_stores,
        stores=stores,
        look=looks.look_of(membership.agency),
    )


def actor_of_key(key: ApiKey) -> Actor:
    """A program by its key, found and checked by `stores.services.find_key`. One query."""
    stores = _stores_within(key)
    if key.is_test:
        stores = tuple(store for store in stores if store.is_sandbox)
    return Actor(
        agency_id=key.agency_id,
        agency_name=key.agency.name,
        store_ids=frozenset(store.pk for store in stores),
        verbs=frozenset(key.verbs),
        label=f"API key {key.name}",
        key_id=key.pk,
        is_test=key.is_test,
        has_all_stores=key.has_all_stores,
        stores=stores,
    )


def _stores_within(grant: Membership | ApiKey) -> tuple[Store, ...]:
    with fence.every_store(because="which stores a grant reaches is asked before its scope opens"):
        rows = Store.objects.filter(agency_id=grant.agency_id)
        if not grant.has_all_stores:
            rows = rows.filter(pk__in=grant.store_ids)
        return tuple(rows.order_by("name", "pk"))
