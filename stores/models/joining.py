"""How people come in: asked by an agency, or founding one; and the mails that say so."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.models.people import User
from stores.owned import AgencyOwned, FencedManager, FencedQuerySet
from stores.roles import Role


class InvitationQuerySet(FencedQuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither taken nor revoked; it may have grown too old, and be sent anew."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitations(FencedManager["Invitation"]):
    _queryset_class = InvitationQuerySet  # type: ignore[assignment]  # a kind of FencedQuerySet

    def open(self) -> InvitationQuerySet:
        found: InvitationQuerySet = self.get_queryset().open()
        return found


class Invitation(AgencyOwned):
    """A place in the agency, kept for whoever reads that mailbox."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    has_all_stores = models.BooleanField(_("all stores"), default=True)
    store_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    invited_by = models.CharField(_("asked by"), max_length=254)
    language = models.CharField(max_length=16, default="en")
    # Of the link that was mailed last; no link can be made from it. Empty: none leads in any more.
    token_hash = models.BinaryField(max_length=32, default=b"")
    created_at = models.DateTimeField(_("asked"))
    sent_at = models.DateTimeField()
    sent_count = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=254, blank=True)

    objects: ClassVar[Invitations] = Invitations()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "agency",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_email",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_is_taken_or_revoked",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invited_role_is_known"),
        ]
        indexes = [
            # Who opens the link of a mail.
            models.Index(
                fields=["token_hash"], name="invitation_by_link", condition=~Q(token_hash=b"")
            ),
            # The agency's list, the newest first.
            models.Index(fields=["agency", "-created_at", "-id"], name="invitations_of_agency"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class SignUp(models.Model):
    """Somebody who wants an agency, and has yet to show that the mailbox is theirs.

    Of no tenant: there is none yet. Nothing else is made before, neither person nor agency, so that
    nobody can take somebody's e-mail by signing up with it.
    """

    token_hash = models.BinaryField(max_length=32, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    agency_name = models.CharField(max_length=120)
    password = models.CharField(max_length=128)  # hashed, as a User's
    language = models.CharField(max_length=16)
    timezone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-up")
        indexes = [
            # Those to be forgotten.
            models.Index(fields=["expires_at"], name="sign_ups_by_age"),
        ]

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"


class Letter(models.Model):
    """A mail to somebody about their own log-in. It carries a way in, so its words are encrypted.

    Of no tenant: it goes to a person, who may work in several agencies, or in none yet. Once it has
    left, or its way in has ended, the words are wiped.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = EncryptedTextField(blank=True)
    html = EncryptedTextField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        indexes = [
            # Those that wait, the oldest first.
            models.Index(
                fields=["created_at", "id"], name="letters_that_wait", condition=Q(sent_at=None)
            ),
            # Those to be forgotten.
            models.Index(fields=["expires_at"], name="letters_by_age"),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"
