"""A draft sent to a colleague, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common import locales as tags
from common.api.schema import described
from common.api.shapes import Query, Strict
from messaging.trials import (
    Colleague,
    NothingToTest,
    Trial,
    check_often,
    readers,
    send_test,
)
from stores.models import Store
from stores.roles import Verb
from templates_app import samples, trying
from templates_app.api import TemplateView, needs_every_store
from templates_app.checking import Draft
from templates_app.inheriting import draft_of
from templates_app.models import Template
from templates_app.queries import resolved_brand
from templates_app.shapes import LABEL


class TestIn(Strict):
    """Which words, with which values, to whom."""

    to = serializers.EmailField(help_text="A member with that store who has chosen a password")
    locale = serializers.CharField(max_length=35, default="", allow_blank=True)
    variant = serializers.RegexField(LABEL, required=False)
    sample = serializers.CharField(
        max_length=40, default="", allow_blank=True, help_text="Empty: the everyday one"
    )
    store = serializers.UUIDField(
        required=False, help_text="By whose sender, where the template is the agency's"
    )


class TestOut(serializers.Serializer[Any]):
    """The message that goes to the colleague."""

    message = serializers.UUIDField(source="public_id")
    recipient = serializers.CharField()
    subject = serializers.CharField()


class Test(TemplateView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "templates_test",
        "Send a draft to a colleague",
        body=TestIn,
        out={201: TestOut},
        body_example={"to": "mina@nordlinje.example", "locale": "nb"},
        example={
            "message": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d51",
            "recipient": "mina@nordlinje.example",
            "subject": "[Test] Takk for bestillingen",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """The saved draft on a sample order, by the store's own sender; no figures count it.

        409 `nothing-to-test`, `recipient-cannot-be-written-to`; `tested-too-often`: 60 an hour.
        """
        wanted = self.read_body(request, TestIn)
        template = self.template(public_id)
        if template.store_id is None:
            needs_every_store(self.actor)
        store = template.store or self._store(wanted.get("store"))
        found = readers(agency_id=self.actor.agency_id, store=template.store)
        reader = next((one for one in found if one.email.lower() == wanted["to"].lower()), None)
        if reader is None:
            words = {"to": "No member with this store has this address and a password."}
            raise serializers.ValidationError(words, code="unknown")
        check_often(self.actor)
        message = send_test(
            store=store,
            trial=self._trial(template, store, wanted),
            to=Colleague(name=reader.get_full_name(), address=reader.email),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(TestOut, message, status=201)

    def _store(self, named: UUID | None) -> Store:
        if named is not None:
            (store_id,) = self.stores_named(named)
            return get_object_or_404(Store, pk=store_id)
        if not self.actor.stores:
            raise NothingToTest("Connect a store first: a test is sent by a store's sender.")
        return self.actor.stores[0]

    def _trial(self, template: Template, store: Store, wanted: dict[str, Any]) -> Trial:
        offered = samples.for_kind(template.kind)
        name = wanted["sample"] or next(iter(offered))
        if name not in offered:
            known = ", ".join(offered)
            raise serializers.ValidationError({"sample": f"Not a sample. Known: {known}."})
        leading = template.store.locale if template.store else "en"
        blocks = draft_of(template, self.variant(template, wanted.get("variant")))
        draft = Draft(
            kind=template.kind, blocks=tuple(block.spec for block in blocks), leading=leading
        )
        brand = resolved_brand(store).as_context()
        tried = trying.try_draft(
            draft,
            locale=tags.normal(wanted["locale"]) or leading,
            brand=brand,
            context=dict(samples.dressed(offered[name](), brand)),
        )
        if tried.mail is None:
            why = tried.complaints[0].message if tried.complaints else ""
            raise NothingToTest(f"The mail cannot be made as it stands: {why}")
        return Trial(kind=template.kind, mail=tried.mail)
