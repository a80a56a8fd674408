"""People, and what they are in each agency."""

import uuid
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned
from stores.roles import MAY, Role, Verb

# As Django names it, so that sessions from before the mark go on.
SESSIONS_OF: Final = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, password: str | None = None, name: str = "") -> "User":
        user = self.model(email=self.normalize_email(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who logs in by e-mail. What they may see is said by their memberships alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    is_active = models.BooleanField(default=True)
    # Part of what each session is checked against: another one ends them all.
    sessions_mark = models.CharField(
        max_length=32, blank=True, default="", db_default="", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    # Django's admin asks these two; doors are opened by memberships (see stores/access.py).
    is_staff = True
    is_superuser = False

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_login_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] or self.email

    @property
    def initials(self) -> str:
        words = (self.name or self.email).split()
        return "".join(word[0] for word in words[:2]).upper()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, of the password and the mark together."""
        value = f"{self.password}{self.sessions_mark}"
        return salted_hmac(SESSIONS_OF, value, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Nothing hangs on Django's permissions: see stores/access.py."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Membership(AgencyOwned):
    """What a person is in an agency, for all of its stores or a chosen few."""

    public_id = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    has_all_stores = models.BooleanField(_("all stores"), default=True)
    # Ids, not a table between: an id that is no store of the agency gives nothing.
    store_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # When an owner took away the second factor that this person had lost.
    factors_reset_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("people and roles")
        constraints = [
            models.UniqueConstraint("agency", "user", name="one_membership_per_agency"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def verbs(self) -> frozenset[Verb]:
        return MAY[self.role]
