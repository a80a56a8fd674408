"""A store's editor says that the agency published since, and takes it over when asked."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stores.models import Store
from stores.roles import Role
from stores.scope import every_store
from templates_app import publishing
from templates_app.inheriting import draft_of
from templates_app.models import Revision, Template
from tests.desk.editing import client_of, url
from tests.factories.stores import make_member
from tests.templates_app import fleets
from tests.templates_app.fleets import ACTOR, master_of, override

pytestmark = pytest.mark.django_db
TAKE = "TAKE_AGENCY"


@pytest.fixture
def own(store: Store) -> Template:
    """A draft with a help and a greeting of its own, behind an agency that changed both."""
    with every_store(because="a test publishes for an agency"):
        fleets.make_fleet(store.agency, 0)
        own = override(store, "help", title="Butikkens hjelp")
        own = fleets.say(own, "greeting", title="Butikkens hilsen")
        master = master_of(store.agency)
        fleets.say(master, "help", title="Byråets hjelp")
        fleets.say(master, "greeting", title="Byråets hilsen")
        fleets.say(master, "subject", subject="Byråets emne")
        publishing.publish_template(template=master, actor=ACTOR, now=timezone.now())
    return own


@pytest.fixture
def editor(store: Store) -> Client:
    return client_of(make_member(store.agency, Role.MARKETER))


def said(client: Client, name: str, template: Template) -> str:
    return client.get(url(name, template)).content.decode()


def take(client: Client, template: Template, **how: Any) -> Any:
    return client.post(url("adopt", template), how, follow=True)


def texts(template: Template, key: str) -> Any:
    with every_store(because="a test reads a draft"):
        fresh = Template.objects.select_related("base__wording").get(pk=template.pk)
        blocks = {block.key: block for block in draft_of(fresh)}
    return blocks[key].settings.get("texts", {}).get("nb", {})


def test_the_editor_says_what_is_newer_until_it_is_taken_over(
    editor: Client, own: Template
) -> None:
    banner, shown = said(editor, "editor", own), said(editor, "adopt", own)
    with every_store(because="a test counts revisions"):
        before = Revision.objects.count()

    how = {"revision": 2, "version": own.version, "decision-greeting": TAKE}
    answer = take(editor, own, **how)

    assert "The agency has published revision 2 since: 3 blocks differ." in banner
    assert url("adopt", own) in banner
    assert shown.count('<option value="TAKE_AGENCY">') == 2
    assert "Byråets emne" in shown
    assert answer.redirect_chain == [(url("editor", own), 302)]
    assert "The agency has published revision 2" not in answer.content.decode()
    assert texts(own, "help") == {"title": "Butikkens hjelp"}
    assert texts(own, "greeting") == {"title": "Byråets hilsen"}
    assert texts(own, "subject") == {"subject": "Byråets emne"}
    with every_store(because="a test counts revisions"):
        assert Revision.objects.count() == before


def test_what_was_not_looked_at_is_not_taken_over(editor: Client, own: Template) -> None:
    older = take(editor, own, revision=1, version=own.version)
    conflict = take(editor, own, revision=2, version=own.version - 1)
    nonsense = take(editor, own, revision="²", version="x")

    assert "published again since" in older.content.decode()
    assert "saved this template" in conflict.content.decode()
    assert "published again since" in nonsense.content.decode()
    assert texts(own, "subject") == {}


def test_where_nothing_is_newer_the_editor_says_nothing(editor: Client, own: Template) -> None:
    take(editor, own, revision=2, version=own.version)

    again = take(editor, own, revision=2, version=own.version + 1)

    assert again.redirect_chain == [(url("editor", own), 302)]
    assert "already" in again.content.decode()
    assert "since:" not in said(editor, "editor", own)


def test_who_may_only_look_is_not_asked(own: Template, store: Store) -> None:
    support = client_of(make_member(store.agency, Role.SUPPORT))

    assert "since:" not in said(support, "editor", own)
    assert support.get(url("adopt", own)).status_code == 403
    assert support.post(url("adopt", own), {"revision": 2}).status_code == 403
