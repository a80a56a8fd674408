"""Asking people in, for programs."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from stores import inviting, people
from stores.inviting import Asked, Standing
from stores.members_api import PlaceIn, PlaceView
from stores.models import Invitation
from stores.roles import Role, Verb


class InvitationOut(serializers.Serializer[Invitation]):
    """A place kept for whoever reads a mailbox."""

    id = serializers.UUIDField(source="public_id")
    email = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    stores = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField(help_text="TOO_OLD: send it anew")
    invited_by = serializers.CharField()
    created_at = UtcTime()
    sent_at = UtcTime(help_text="When the last mail was written")
    expires_at = UtcTime()
    accepted_at = UtcTime(allow_null=True)
    revoked_at = UtcTime(allow_null=True)

    @extend_schema_field({"type": ["array", "null"], "items": {"type": "string", "format": "uuid"}})
    def get_stores(self, row: Invitation) -> list[str] | None:
        """Null: all of the agency's, also those to come."""
        if row.has_all_stores:
            return None
        known = self.context["stores"]
        return [str(known[pk].public_id) for pk in row.store_ids if pk in known]

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_standing(self, row: Invitation) -> str:
        return inviting.standing_of(row, timezone.now())


class InvitationSentOut(InvitationOut):
    """An invitation that was mailed just now."""

    url = serializers.SerializerMethodField(
        help_text="Null: it was mailed. Without a mail server here, the link to hand over, once."
    )

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, row: Invitation) -> str | None:
        link: str = self.context["link"]
        return link or None


class InvitationIn(PlaceIn):
    """Somebody to be asked in."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120, allow_blank=True, default="")
    role = serializers.ChoiceField(choices=Role.choices)
    language = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES],
        default="en",
        help_text="Of the mail",
    )


EXAMPLE = {
    "id": "0b0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
    "email": "jonas@nordlinje.example",
    "name": "Jonas Berg",
    "role": "SUPPORT",
    "stores": None,
    "standing": "WAITS",
    "invited_by": "API key Personnel",
    "created_at": "2026-11-20T09:12:00Z",
    "sent_at": "2026-11-20T09:12:00Z",
    "expires_at": "2026-11-27T09:12:00Z",
    "accepted_at": None,
    "revoked_at": None,
}
SENT_EXAMPLE = {**EXAMPLE, "url": None}


class InvitationView(PlaceView):
    """What acts on invitations of the agency."""

    def rows(self) -> QuerySet[Invitation, Invitation]:
        return inviting.invitations_of(self.actor.agency_id)

    def invitation(self, public_id: UUID) -> Invitation:
        return get_object_or_404(self.rows(), public_id=public_id)

    def sent(self, asked: Asked, status: int) -> Response:
        context = {**self.serializer_context(), "link": asked.link}
        row = self.invitation(asked.invitation.public_id)
        return Response(InvitationSentOut(row, context=context).data, status=status)


class Invitations(InvitationView):
    verbs: ClassVar = {"GET": Verb.MANAGE_PEOPLE, "POST": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("invitations", ("created_at", "id"))

    @described(
        "invitations_list",
        "List invitations",
        out=page_of(InvitationOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Whom the agency asked in, the newest first, and what became of it."""
        return self.listed(InvitationOut, self.rows(), keyset=self.keyset)

    @described(
        "invitations_create",
        "Ask somebody in",
        body=InvitationIn,
        out={201: InvitationSentOut},
        body_example={"email": "jonas@nordlinje.example", "name": "Jonas Berg", "role": "SUPPORT"},
        example=SENT_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Mail a link that works once, for seven days; whoever takes it has the place.

        To ask the same mailbox again sends a new link and ends the old one. Whether the e-mail has
        a log-in is not told. 409 `person-already-here`, `asked-too-often`; `place-beyond-reach`:
        nobody gives more than they have.
        """
        wanted = self.read_body(request, InvitationIn)
        asked = inviting.invite_person(
            guest=inviting.Guest(
                email=wanted["email"], name=wanted["name"], language=wanted["language"]
            ),
            place=self.place(wanted, people.Place(wanted["role"])),
            by=self.actor,
            now=timezone.now(),
        )
        return self.sent(asked, 201)


class OneInvitation(InvitationView):
    verbs: ClassVar = {"GET": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"GET": Query}

    @described("invitations_read", "Read an invitation", out=InvitationOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Whether it waits, was taken, or is over."""
        return self.shown(InvitationOut, self.invitation(public_id))


class Resend(InvitationView):
    verbs: ClassVar = {"POST": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "invitations_resend", "Mail it anew", out={200: InvitationSentOut}, example=SENT_EXAMPLE
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new link for seven days more; older links end.

        409 `invitation-is-over`, `asked-too-often`, `place-beyond-reach`.
        """
        self.read_body(request, Strict)
        row = self.invitation(public_id)
        asked = inviting.resend_invitation(invitation=row, by=self.actor, now=timezone.now())
        return self.sent(asked, 200)


class Revoke(InvitationView):
    verbs: ClassVar = {"POST": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "invitations_revoke",
        "Revoke an invitation",
        out=InvitationOut,
        example={**EXAMPLE, "standing": "REVOKED", "revoked_at": "2026-11-20T10:00:00Z"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Its link leads nowhere any more. 409 `invitation-is-over`, `place-beyond-reach`."""
        self.read_body(request, Strict)
        row = self.invitation(public_id)
        inviting.revoke_invitation(invitation=row, by=self.actor, now=timezone.now())
        return self.shown(InvitationOut, self.invitation(public_id))
