"""Agencies, stores, people and keys for tests. Each function opens every scope it needs itself."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from stores.models import Agency, Credential, Membership, Store, User
from stores.roles import Role
from stores.scope import every_store

_numbers = itertools.count(1)
WEBHOOK_SECRET = "shpss_test_webhook_secret"
PASSWORD = "correct horse battery staple"


def make_agency(**fields: Any) -> Agency:
    with every_store(because="a test makes an agency"):
        return Agency.objects.create(**{"name": f"Agency {next(_numbers)}", **fields})


def make_store(
    agency: Agency | None = None, *, webhook_secret: str = WEBHOOK_SECRET, **fields: Any
) -> Store:
    """A Norwegian store that sends, with its own webhook secret."""
    number = next(_numbers)
    with every_store(because="a test makes a store"):
        store = Store.objects.create(
            **{
                "agency": agency or make_agency(),
                "name": f"Store {number}",
                "shop_domain": f"store-{number}.myshopify.com",
                "primary_domain": f"store-{number}.example",
                "email": f"hello@store-{number}.example",
                "country": "NO",
                "tracking_mode": "INDIVIDUAL",  # as most tests want to see who opened
                "currency": "NOK",
                "locale": "nb",
                "timezone": "Europe/Oslo",
                "sends_from_at": timezone.now() - timedelta(days=3650),
                **fields,
            }
        )
        Credential.objects.create(store=store, webhook_secret=webhook_secret)
    return store


def make_member(
    agency: Agency, role: Role = Role.OWNER, *, stores: list[Store] | None = None, **fields: Any
) -> User:
    """A person with that role; for all stores of the agency, or for the named ones."""
    number = next(_numbers)
    user = User.objects.create_user(
        **{
            "email": f"person-{number}@example.com",
            "password": PASSWORD,
            "name": f"Person {number}",
            **fields,
        }
    )
    with every_store(because="a test gives a role"):
        Membership.objects.create(
            agency=agency,
            user=user,
            role=role,
            has_all_stores=stores is None,
            store_ids=[store.pk for store in stores or []],
        )
    return user


def give_token(store: Store, token: str = "shpat_right") -> None:  # noqa: S107 - of no real shop
    """Let us ask the shop of a store."""
    with every_store(because="a test connects a store"):
        kept = Credential.objects.get(store=store)
        kept.access_token = token
        kept.save()
