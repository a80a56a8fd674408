"""Who works in the agency, as what and for which stores; for programs."""

from typing import Any, ClassVar
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
from stores import factors, people
from stores.api_base import ApiView
from stores.models import Membership
from stores.roles import Role, Verb


class MemberOut(serializers.Serializer[Membership]):
    """A person's place in the agency."""

    id = serializers.UUIDField(source="public_id")
    email = serializers.CharField(source="user.email")
    name = serializers.CharField(source="user.name")
    role = serializers.ChoiceField(choices=Role.choices)
    stores = serializers.SerializerMethodField()
    verbs = serializers.SerializerMethodField(help_text="What the role may do")
    has_password = serializers.SerializerMethodField(
        help_text="False: they were asked in, and have not chosen one yet"
    )
    last_login_at = UtcTime(source="user.last_login", allow_null=True)
    created_at = UtcTime()

    @extend_schema_field({"type": ["array", "null"], "items": {"type": "string", "format": "uuid"}})
    def get_stores(self, row: Membership) -> list[str] | None:
        """Null: all of the agency's, also those to come."""
        if row.has_all_stores:
            return None
        known = self.context["stores"]
        return [str(known[pk].public_id) for pk in row.store_ids if pk in known]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Verb.choices)))
    def get_verbs(self, row: Membership) -> list[str]:
        return sorted(row.verbs)

    def get_has_password(self, row: Membership) -> bool:
        return row.user.has_usable_password()


class PlaceIn(Strict):
    """What is named is changed, all else stays."""

    role = serializers.ChoiceField(choices=Role.choices, required=False)
    stores = serializers.ListField(
        child=serializers.UUIDField(),
        allow_empty=False,
        max_length=1000,
        allow_null=True,
        required=False,
        help_text="Ids of stores; null for all of them, also those to come",
    )


class PasswordLinkOut(serializers.Serializer[Any]):
    """Where a person chooses a password, once. Whoever has the address can do so: hand it over."""

    url = serializers.URLField(
        allow_null=True, help_text="Null: they work elsewhere too, and have a password from there"
    )


EXAMPLE = {
    "id": "0b0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
    "email": "jonas@nordlinje.example",
    "name": "Jonas Berg",
    "role": "SUPPORT",
    "stores": None,
    "verbs": ["NOTE_ORDERS", "VIEW_ORDERS"],
    "has_password": False,
    "last_login_at": None,
    "created_at": "2026-11-20T09:12:00Z",
}


class PlaceView(ApiView):
    """What gives places in the agency."""

    def place(self, wanted: dict[str, Any], now_at: people.Place) -> people.Place:
        """What was said, and for the rest what is."""
        role = wanted.get("role", now_at.role)
        if "stores" not in wanted:
            return people.Place(role, now_at.store_ids)
        if wanted["stores"] is None:
            return people.Place(role)
        chosen = {pk for named in wanted["stores"] for pk in self.stores_named(named)}
        return people.Place(role, tuple(sorted(chosen)))


class MemberView(PlaceView):
    """What acts on people of the agency."""

    def rows(self) -> QuerySet[Membership, Membership]:
        rows = Membership.objects.filter(agency_id=self.actor.agency_id)
        return rows.select_related("user")

    def member(self, public_id: UUID) -> Membership:
        return get_object_or_404(self.rows(), public_id=public_id)


class Members(MemberView):
    verbs: ClassVar = {"GET": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("members", ("created_at", "id"))

    @described("members_list", "List people", out=page_of(MemberOut), example=page_example(EXAMPLE))
    def get(self, request: Request) -> Response:
        """Who works in the agency, the newest first."""
        return self.listed(MemberOut, self.rows(), keyset=self.keyset)


class OneMember(MemberView):
    verbs: ClassVar = {
        "GET": Verb.MANAGE_PEOPLE,
        "PATCH": Verb.MANAGE_PEOPLE,
        "DELETE": Verb.MANAGE_PEOPLE,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    @described("members_read", "Read a person's place", out=MemberOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Their role, their stores, and whether they ever came in."""
        return self.shown(MemberOut, self.member(public_id))

    @described(
        "members_change",
        "Give another role or other stores",
        body=PlaceIn,
        out=MemberOut,
        body_example={"role": "MANAGER", "stores": None},
        example={**EXAMPLE, "role": "MANAGER"},
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """It holds from their next click on. 409 `last-owner`, `place-beyond-reach`."""
        wanted = self.read_body(request, PlaceIn)
        row = self.member(public_id)
        held = people.Place(row.role, None if row.has_all_stores else tuple(row.store_ids))
        people.change_place(membership=row, place=self.place(wanted, held), by=self.actor)
        return self.shown(MemberOut, self.member(public_id))

    @described("members_remove", "End a person's work here", out=MemberOut, example=EXAMPLE)
    def delete(self, request: Request, public_id: UUID) -> Response:
        """They see nothing of the agency any more; what they wrote stays.

        Answers with who it was. 409 `last-owner`, `place-beyond-reach`.
        """
        row = self.member(public_id)
        answer = self.shown(MemberOut, row)
        people.remove_person(membership=row, by=self.actor)
        return answer


class PasswordLink(MemberView):
    verbs: ClassVar = {"POST": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "members_link",
        "Make a password link",
        out={201: PasswordLinkOut},
        example={"url": "https://notifyhub.example/admin/welcome/MQ/c8k2f1-…/"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """An address at which the person chooses a password, once, within seven days.

        Hand it over yourself. 409 `place-beyond-reach`: they may more than you.
        """
        self.read_body(request, Strict)
        path = people.password_path(membership=self.member(public_id), by=self.actor)
        url = f"{settings.NOTIFYHUB_BASE_URL}{path}" if path else None
        return self.shown(PasswordLinkOut, {"url": url}, status=201)


class FactorReset(MemberView):
    verbs: ClassVar = {"POST": Verb.MANAGE_PEOPLE}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "members_reset_factors",
        "Take away a lost second factor",
        out=MemberOut,
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Of who lost phone or key. They are logged out everywhere, and told by mail.

        409 `works-elsewhere-too`, `place-beyond-reach`.
        """
        self.read_body(request, Strict)
        member = self.member(public_id)
        factors.reset_factors(membership=member, by=self.actor, now=timezone.now())
        return self.shown(MemberOut, self.member(public_id))
