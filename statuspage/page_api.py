"""A store's status page, to programs: what it offers, and its questions and answers."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from statuspage import faq
from statuspage.frame import OFFERED
from statuspage.models import AddressChange, FaqEntry, PageSettings
from statuspage.page_settings import (
    LEAST_DAYS,
    MOST_DAYS,
    MOST_HOURS,
    PageChoice,
    choose_page,
    hold_page,
    settings_of,
)
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb


class PageSettingsOut(serializers.Serializer[PageSettings]):
    """What a store's status page offers."""

    expires_days = serializers.IntegerField(help_text="The link shows the order for so long")
    address_change = serializers.ChoiceField(choices=AddressChange.choices)
    address_hours = serializers.IntegerField(help_text="Before the goods must leave")
    tells_old_address = serializers.BooleanField()
    takes_problems = serializers.BooleanField()
    takes_returns = serializers.BooleanField()
    return_days = serializers.IntegerField()
    return_url = serializers.CharField(help_text="Own page for returns; empty: the form here")
    answer_days = serializers.IntegerField(help_text="Business days until buyers are answered")
    asks_feedback = serializers.BooleanField()
    contact_email = serializers.CharField()
    contact_phone = serializers.CharField()
    privacy_url = serializers.CharField()
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()


class PageSettingsIn(Strict):
    """What is named changes; the rest stays."""

    expires_days = serializers.IntegerField(
        required=False, min_value=LEAST_DAYS, max_value=MOST_DAYS
    )
    address_change = serializers.ChoiceField(required=False, choices=AddressChange.choices)
    address_hours = serializers.IntegerField(required=False, min_value=0, max_value=MOST_HOURS)
    tells_old_address = serializers.BooleanField(required=False)
    takes_problems = serializers.BooleanField(required=False)
    takes_returns = serializers.BooleanField(required=False)
    return_days = serializers.IntegerField(required=False, min_value=0, max_value=366)
    return_url = serializers.CharField(required=False, allow_blank=True, max_length=500)
    answer_days = serializers.IntegerField(required=False, min_value=1, max_value=30)
    asks_feedback = serializers.BooleanField(required=False)
    contact_email = serializers.CharField(required=False, allow_blank=True, max_length=254)
    contact_phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    privacy_url = serializers.CharField(required=False, allow_blank=True, max_length=500)


class QuestionOut(serializers.Serializer[FaqEntry]):
    """A question that buyers ask, and its answer."""

    id = serializers.UUIDField(source="public_id")
    locale = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField(help_text="Plain text; blank lines part paragraphs")
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()


class QuestionsOut(serializers.Serializer[Any]):
    """All of a store, language by language, as they stand on its page."""

    results = QuestionOut(many=True)


class QuestionIn(Strict):
    question = serializers.CharField(max_length=faq.LONGEST_QUESTION)
    answer = serializers.CharField(max_length=faq.LONGEST_ANSWER)


class QuestionsIn(Strict):
    locale = serializers.ChoiceField(choices=sorted(OFFERED))
    questions = serializers.ListField(child=QuestionIn(), max_length=faq.MOST)


SETTINGS_EXAMPLE: dict[str, Any] = {
    "expires_days": 365,
    "address_change": "ASKED",
    "address_hours": 2,
    "tells_old_address": True,
    "takes_problems": True,
    "takes_returns": True,
    "return_days": 14,
    "return_url": "",
    "answer_days": 1,
    "asks_feedback": True,
    "contact_email": "hei@fjelloggarn.example",
    "contact_phone": "",
    "privacy_url": "https://fjelloggarn.example/personvern",
    "changed_at": "2026-11-20T09:12:00Z",
    "changed_by": "Mina Holm",
}
QUESTIONS_EXAMPLE: dict[str, Any] = {
    "results": [
        {
            "id": "b0a3a4d3-1a70-4f8f-8c1e-6b1f0a1d9b21",
            "locale": "nb",
            "question": "Hvorfor kommer bestillingen i to pakker?",
            "answer": "Garnnøsteret lages på bestilling. Resten sender vi med en gang.",
            "changed_at": "2026-11-20T09:12:00Z",
            "changed_by": "Mina Holm",
        }
    ]
}


class StorePage(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}
    versioned_by: ClassVar = PageSettingsOut

    def lock(self) -> None:
        hold_page(store=get_object_or_404(Store, public_id=self.kwargs["public_id"]))

    @described(
        "page_settings_get",
        "Get what the status page offers",
        out=PageSettingsOut,
        example=SETTINGS_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Where nobody chose, the defaults."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(PageSettingsOut, settings_of(store.pk))

    @described(
        "page_settings_change",
        "Choose what the status page offers",
        body=PageSettingsIn,
        out=PageSettingsOut,
        body_example={"address_change": "AUTOMATIC", "address_hours": 4},
        example={**SETTINGS_EXAMPLE, "address_change": "AUTOMATIC", "address_hours": 4},
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """What is named changes; it counts at once. 409 `page-settings-refused`."""
        wanted = self.read_body(request, PageSettingsIn)
        store = get_object_or_404(Store, public_id=public_id)
        choice = replace(PageChoice.of(settings_of(store.pk)), **wanted)
        row = choose_page(store=store, choice=choice, actor=self.actor.label, now=timezone.now())
        return self.shown(PageSettingsOut, row)


class StoreQuestions(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}
    versioned_by: ClassVar = QuestionsOut

    def lock(self) -> None:
        faq.hold_questions(store=get_object_or_404(Store, public_id=self.kwargs["public_id"]))

    @described(
        "faq_get",
        "List a store's questions and answers",
        out=QuestionsOut,
        example=QUESTIONS_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """All languages; a buyer sees the first of theirs, the store's and English that has any."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(QuestionsOut, {"results": faq.questions_in(store=store)})

    @described(
        "faq_replace",
        "Write a store's questions and answers",
        body=QuestionsIn,
        out=QuestionsOut,
        body_example={
            "locale": "nb",
            "questions": [
                {
                    "question": "Hvorfor kommer bestillingen i to pakker?",
                    "answer": "Garnnøsteret lages på bestilling. Resten sender vi med en gang.",
                }
            ],
        },
        example=QUESTIONS_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """All of one language, in this order; the others stay. An empty list takes them away.

        409 `faq-refused`.
        """
        wanted = self.read_body(request, QuestionsIn)
        store = get_object_or_404(Store, public_id=public_id)
        faq.replace_questions(
            store=store,
            locale=wanted["locale"],
            pairs=[(each["question"], each["answer"]) for each in wanted["questions"]],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(QuestionsOut, {"results": faq.questions_in(store=store)})
