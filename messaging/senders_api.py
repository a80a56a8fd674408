"""The accounts by which a store's messages leave. Secrets go in and never come back."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from messaging import accounts, queries, sender_words, senders
from messaging.channels import mail_services
from messaging.models import Sender
from messaging.states import Channel, Security, Transport
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import Store
from stores.roles import Verb

# The ways that mail leaves by.
MAIL_BY = [(Transport.CAPTURE, "kept here"), (Transport.SMTP, "SMTP"), (Transport.ESP, "ESP")]
SERVICES = [("", "none"), *mail_services.choices()]


class SenderOut(serializers.Serializer[Sender]):
    """An account, and how it fares."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    name = serializers.CharField()
    transport = serializers.ChoiceField(choices=Transport.choices)
    position = serializers.IntegerField(help_text="The lowest goes first; the next takes over")
    is_active = serializers.BooleanField()
    from_email = serializers.CharField()
    from_name = serializers.CharField()
    reply_to = serializers.CharField()
    host = serializers.CharField()
    port = serializers.IntegerField()
    username = serializers.CharField()
    from_phone = serializers.CharField(help_text="Of texts: a number, a name or a pool's id")
    security = serializers.ChoiceField(choices=Security.choices)
    service = serializers.CharField(help_text="The mail service, as `postmark`; empty: none")
    options = serializers.DictField(child=serializers.CharField())
    has_secret = serializers.SerializerMethodField(help_text="Whether a password or key is kept")
    has_webhook_secret = serializers.SerializerMethodField()
    per_minute = serializers.IntegerField(allow_null=True, help_text="Null: no limit")
    connections = serializers.IntegerField()
    trouble = serializers.CharField(help_text="Why its messages wait; empty: they do not")
    trouble_detail = serializers.CharField(help_text="The server's own line")
    trouble_since = UtcTime(allow_null=True)
    waits_until = UtcTime(allow_null=True, help_text="When one message tries it again")
    explanation = serializers.SerializerMethodField(help_text="How it fares, in a sentence")

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Sender) -> dict[str, str]:
        return store_ref(self.context, row.store_id)

    def get_has_secret(self, row: Sender) -> bool:
        return bool(row.password)

    def get_has_webhook_secret(self, row: Sender) -> bool:
        return bool(row.webhook_secret)

    def get_explanation(self, row: Sender) -> str:
        chains, waiting = self.context["chains"], self.context["waiting"]
        key = (row.store_id, row.channel)
        return sender_words.sentence(
            row,
            waiting_count=waiting.get(key, 0),
            now=timezone.now(),
            chain=chains.get(key, []),
        )


class SendersOut(serializers.Serializer[Any]):
    """A store's accounts, by channel and in their order."""

    senders = SenderOut(many=True)


class ResumedOut(serializers.Serializer[Any]):
    sender = SenderOut()
    waited_count = serializers.IntegerField(help_text="Messages that waited and are tried now")


class SenderChangesIn(Strict):
    """What is named is changed, all else stays."""

    name = serializers.CharField(max_length=80, allow_blank=True, required=False)
    transport = serializers.ChoiceField(choices=Transport.choices, required=False)
    is_active = serializers.BooleanField(required=False)
    from_email = serializers.EmailField(allow_blank=True, required=False)
    from_name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    reply_to = serializers.EmailField(allow_blank=True, required=False)
    host = serializers.CharField(max_length=253, allow_blank=True, required=False)
    port = serializers.IntegerField(min_value=1, max_value=65535, required=False)
    username = serializers.CharField(max_length=254, allow_blank=True, required=False)
    from_phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    security = serializers.ChoiceField(choices=Security.choices, required=False)
    service = serializers.ChoiceField(choices=SERVICES, allow_blank=True, required=False)
    options = serializers.DictField(
        child=serializers.CharField(max_length=200),
        required=False,
        help_text="What the mail service wants besides its key, as `message_stream`",
    )
    secret = serializers.CharField(
        max_length=500,
        trim_whitespace=False,
        required=False,
        help_text="The password or the service's key; it is never shown again",
    )
    webhook_secret = serializers.CharField(
        max_length=500,
        trim_whitespace=False,
        required=False,
        help_text="By which the service signs what it reports; it is never shown again",
    )
    per_minute = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    connections = serializers.IntegerField(min_value=1, max_value=50, required=False)


class SenderIn(SenderChangesIn):
    """A new account: last in the order of its store."""

    transport = serializers.ChoiceField(choices=Transport.choices)


class OrderIn(Strict):
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.EMAIL.value)
    senders = serializers.ListField(
        child=serializers.UUIDField(),
        min_length=1,
        max_length=100,
        help_text="Ids, the first first; those not named come after them",
    )


_STORE = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
SENDER_EXAMPLE = {
    "id": "3c0d5f3e-2a55-4c52-9d6e-5f0e9a8b7c61",
    "store": _STORE,
    "channel": "EMAIL",
    "name": "Postmark",
    "transport": "ESP",
    "position": 0,
    "is_active": True,
    "from_email": "post@fjelloggarn.example",
    "from_name": "Fjell & Garn",
    "reply_to": "",
    "from_phone": "",
    "host": "",
    "port": 587,
    "username": "",
    "security": "STARTTLS",
    "service": "postmark",
    "options": {"message_stream": "outbound"},
    "has_secret": True,
    "has_webhook_secret": False,
    "per_minute": 600,
    "connections": 4,
    "trouble": "LOGIN_REFUSED",
    "trouble_detail": "401 Bad or missing Server API token.",
    "trouble_since": "2026-11-20T12:52:00Z",
    "waits_until": "2026-11-20T12:54:00Z",
    "explanation": "The service refused the key at 13:52. 118 mails wait; none is lost. "
    "Next try 13:54.",
}


class SendersView(ApiView):
    """What the answers say of other rows: who takes over, and how many messages wait."""

    _chains: dict[tuple[int, str], list[Sender]]
    _waiting: dict[tuple[int, str], int]

    def load(self, store_ids: list[int]) -> list[Sender]:
        self._chains = queries.chains_of(store_ids)
        self._waiting = queries.waiting_counts(store_ids, accounts.WAITING_FOR_ACCOUNT)
        return [sender for _, chain in sorted(self._chains.items()) for sender in chain]

    def shown_senders(self, serializer: Any, row: Any, *, status: int = 200) -> Response:
        return self.shown(
            serializer, row, status=status, chains=self._chains, waiting=self._waiting
        )

    def shown_sender(self, sender: Sender, *, status: int = 200) -> Response:
        found = self.load([sender.store_id])
        fresh = next(each for each in found if each.pk == sender.pk)
        return self.shown_senders(SenderOut, fresh, status=status)


class Senders(SendersView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "POST": Query}

    @described(
        "senders_list",
        "List a store's senders",
        out=SendersOut,
        example={"senders": [SENDER_EXAMPLE]},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """By which accounts the store's messages leave, in order, and how each fares."""
        store = get_object_or_404(Store, public_id=public_id)
        found = self.load([store.pk])
        return self.shown_senders(SendersOut, {"senders": found})

    @described(
        "senders_create",
        "Add a sender",
        body=SenderIn,
        out={201: SenderOut},
        body_example={
            "transport": "ESP",
            "service": "postmark",
            "secret": "…",
            "from_email": "post@fjelloggarn.example",
        },
        example=SENDER_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It stands last in the order. 409 `sender-incomplete` names what is missing or wrong."""
        wanted = self.read_body(request, SenderIn)
        store = get_object_or_404(Store, public_id=public_id)
        sender = _changed(Sender(store=store), wanted)
        senders.save_sender(sender=sender, now=timezone.now())
        return self.shown_sender(sender, status=201)


class SendersOrder(SendersView):
    verbs: ClassVar = {"PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"PUT": Query}

    @described(
        "senders_order",
        "Put senders in order",
        body=OrderIn,
        out=SendersOut,
        body_example={"channel": "EMAIL", "senders": [SENDER_EXAMPLE["id"]]},
        example={"senders": [SENDER_EXAMPLE]},
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """The first sends; while it is in trouble the next takes over. 409 `sender-order-unknown`.

        To say the same twice changes nothing.
        """
        wanted = self.read_body(request, OrderIn)
        store = get_object_or_404(Store, public_id=public_id)
        senders.reorder_senders(
            store_id=store.pk,
            channel=wanted["channel"],
            order=wanted["senders"],
            now=timezone.now(),
        )
        return self.shown_senders(SendersOut, {"senders": self.load([store.pk])})


class OneSender(SendersView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    @described("senders_read", "Read a sender", out=SenderOut, example=SENDER_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What the account is, without its secret, and how it fares."""
        return self.shown_sender(get_object_or_404(Sender, public_id=public_id))

    @described(
        "senders_change",
        "Change a sender",
        body=SenderChangesIn,
        out=SenderOut,
        body_example={"secret": "…", "per_minute": 600},
        example=SENDER_EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed, and what waited for the account is tried at once.

        Options are replaced as a whole. 409 `sender-incomplete` names what is missing or wrong.
        """
        wanted = self.read_body(request, SenderChangesIn)
        sender = _changed(get_object_or_404(Sender, public_id=public_id), wanted)
        senders.save_sender(sender=sender, now=timezone.now())
        return self.shown_sender(sender)

    @described("senders_remove", "Remove a sender", out=SenderOut, example=SENDER_EXAMPLE)
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Forget the account and its secrets; what waited for it leaves by the next one.

        Answers with what it was. A store without any keeps its mail in the inbox here.
        """
        sender = get_object_or_404(Sender, public_id=public_id)
        answer = self.shown_sender(sender)
        senders.remove_sender(sender=sender, now=timezone.now())
        return answer


class SenderResume(SendersView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "senders_resume",
        "Try a sender again now",
        out=ResumedOut,
        example={"sender": SENDER_EXAMPLE, "waited_count": 118},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """What waits for the account is tried at once, instead of at its next probe."""
        self.read_body(request, Strict)
        sender = get_object_or_404(Sender, public_id=public_id)
        waited = senders.resume_sender(sender=sender, now=timezone.now())
        found = self.load([sender.store_id])
        fresh = next(each for each in found if each.pk == sender.pk)
        return self.shown_senders(ResumedOut, {"sender": fresh, "waited_count": waited})


def _changed(sender: Sender, wanted: dict[str, Any]) -> Sender:
    if "secret" in wanted:
        sender.password = wanted.pop("secret")
    for name, value in wanted.items():
        setattr(sender, name, value)
    return sender
