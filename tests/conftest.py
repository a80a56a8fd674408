"""What most tests need: a store, its people, and an intruder."""

import os
from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from stores import opening
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import Scope, store_scope
from templates_app import rendering
from tests import emptying
from tests.factories import stores as make
from tests.factories.keys import KeyClient, make_client

# How long an example takes to make is the machine's affair, and machines are busy. The examples of
# a test are the same each time, so that a change is judged by what it changes; others are looked
# at on purpose: NOTIFYHUB_TEST_EXPLORE=1 script/test
settings.register_profile(
    "house",
    settings(),
    deadline=None,
    derandomize=not os.environ.get("NOTIFYHUB_TEST_EXPLORE"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")
emptying.install()


@pytest.fixture(autouse=True, scope="session")
def _fast_passwords() -> Iterator[None]:
    """People are made by the dozen; a slow hash guards log-ins, and is not what is tested."""
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=fast):
        yield


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """LocaleMiddleware leaves its language to the thread: the next request sets its own."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process asks the database once whether it may open: not in the first test of each."""
    monkeypatch.setitem(opening._state, "is_open", True)


@pytest.fixture(autouse=True)
def _young_words() -> Iterator[None]:
    """Words that are sent often are rendered another way: not because a test before sent them."""
    yield
    for key, words in list(rendering._parsed.items()):
        if words.uses:
            del rendering._parsed[key]


@pytest.fixture
def agency(db: None) -> Agency:
    return make.make_agency(name="Nordlinje")


@pytest.fixture
def store(agency: Agency) -> Store:
    return make.make_store(agency, name="Fjell & Garn")


@pytest.fixture
def inside(store: Store) -> Iterator[Scope]:
    """The scope of `store`, open for the whole test."""
    with store_scope(store.pk) as scope:
        yield scope


@pytest.fixture
def intruder(db: None) -> User:
    """The owner of another agency, who has a store of their own and no business with ours."""
    other = make.make_agency(name="Somebody else")
    make.make_store(other, name="Elsewhere")
    return make.make_member(other, Role.OWNER)


@pytest.fixture
def owner(agency: Agency) -> User:
    return make.make_member(agency, Role.OWNER)


@pytest.fixture
def marketer(agency: Agency) -> User:
    return make.make_member(agency, Role.MARKETER)


@pytest.fixture
def api(store: Store) -> KeyClient:
    """A program with a key of `store`'s agency that may do everything there."""
    return make_client(store.agency)
