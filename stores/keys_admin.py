"""The deeds of the page of API keys: make one, shown once, and revoke."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from common.errors import DomainError
from stores import keys, queries, services
from stores.access import Actor
from stores.admin_base import actor_of, may
from stores.data import KeyGrant
from stores.models import ApiKey
from stores.roles import Verb


class KeyForm(forms.ModelForm[ApiKey]):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("The program that will use it."),
    )
    verbs = forms.MultipleChoiceField(
        label=pgettext_lazy("is allowed to", "May"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )
    stores = forms.MultipleChoiceField(
        label=_("Only these stores"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text=_("None chosen: all stores, also those that you connect later."),
    )
    is_test = forms.BooleanField(
        label=_("Test key: sandbox stores only"), required=False, widget=UnfoldBooleanSwitchWidget()
    )

    expires_at = forms.SplitDateTimeField(
        label=_("Expires"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget(),
        help_text=_("Empty: it works until it is revoked."),
    )

    class Meta:
        model = ApiKey
        fields: list[str] = []

    # Set by the admin, for this request: who makes the key.
    actor: Actor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_give = [choice for choice in Verb.choices if choice[0] in self.actor.verbs]
        self.fields["verbs"].choices = may_give  # type: ignore[attr-defined]  # a MultipleChoiceField
        stores = [(str(one.pk), one.name) for one in self.actor.stores]
        self.fields["stores"].choices = stores  # type: ignore[attr-defined]  # a MultipleChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "verbs" in cleaned and (more := keys.excess(self.grant(), self.actor)):
            self.add_error("stores", more)
        return cleaned

    def _post_clean(self) -> None:
        """No row is filled from this form: the verb makes it."""

    def grant(self) -> KeyGrant:
        chosen = frozenset(int(pk) for pk in self.cleaned_data.get("stores", ()))
        return KeyGrant(
            name=self.cleaned_data.get("name", ""),
            verbs=frozenset(self.cleaned_data["verbs"]),
            store_ids=chosen or None,
            is_test=self.cleaned_data.get("is_test", False),
            expires_at=self.cleaned_data.get("expires_at"),
        )

    def clean_expires_at(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["expires_at"]
        if until is not None and until <= timezone.now():
            raise forms.ValidationError(_("Choose a moment to come."))
        return until


class MakesKeys:
    """What ApiKeyAdmin does beside showing; mixed in before TenantModelAdmin."""

    actions = ("revoke", "rotate")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey, ApiKey]:
        return queries.keys_within_reach(actor_of(request))

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, **kwargs)  # type: ignore[misc]  # a mixin
        return type("KeyForm", (KeyForm,), {"actor": actor_of(request)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["name", "verbs", "stores", "is_test", "expires_at"]})]
        return super().get_fieldsets(request, obj)  # type: ignore[misc]  # a mixin

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else super().get_readonly_fields(request, obj)  # type: ignore[misc]  # a mixin

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        if change:
            return
        made, text = services.create_key(
            grant=form.grant(), actor=actor_of(request), now=timezone.now()
        )
        obj.pk, obj.name, obj._state.adding = made.pk, made.name, False
        _show_once(request, text)

    def response_add(self, request: HttpRequest, obj: ApiKey, *_: Any) -> HttpResponse:
        """What is to be said was said with the key."""
        return redirect("admin:stores_apikey_changelist")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return may(request, Verb.MANAGE_KEYS)

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, rows: QuerySet[ApiKey, ApiKey]) -> None:
        count = sum(services.revoke_key(key=key, now=timezone.now()) for key in rows)
        said = ngettext("%(count)d key is revoked.", "%(count)d keys are revoked.", count)
        messages.info(request, said % {"count": count})

    @admin.action(
        description=_("Rotate: a new key, the old one works for one more day"),
        permissions=["revoke"],
    )
    def rotate(self, request: HttpRequest, rows: QuerySet[ApiKey, ApiKey]) -> None:
        """One at a time: each new key is shown once, and goes to one program."""
        chosen = list(rows[:2])
        if len(chosen) != 1:
            messages.error(request, gettext("Rotate one key at a time: each is shown once."))
            return
        try:
            _made, text = services.rotate_key(
                key=chosen[0], actor=actor_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            messages.error(request, f"{chosen[0].name}: {refusal}")
            return
        _show_once(request, text)


def _show_once(request: HttpRequest, text: str) -> None:
    said = gettext("The key, shown this once; keep it where the program finds it:")
    messages.warning(request, format_html("{} <code>{}</code>", said, text))
