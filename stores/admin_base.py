"""The base of every admin page: nothing of another tenant through any of the admin's doors."""

from typing import Any, ClassVar

from django.contrib.admin.options import ModelAdmin as DjangoModelAdmin
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, TabularInline

from stores.access import Actor
from stores.roles import Verb


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking. Raises PermissionDenied for who works in no agency."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise PermissionDenied
    return actor


def may(request: HttpRequest, verb: Verb | None) -> bool:
    actor: Actor | None = getattr(request, "actor", None)
    return actor is not None and verb is not None and actor.may(verb)


class _Fenced:
    """What a page and an inline share: verbs instead of Django's permissions, and fenced choices.

    The managers show only the open scope's rows; this class closes what does not go through them.
    A verb of None means: nobody, through this page.
    """

    verb_to_view: ClassVar[Verb | None] = None
    verb_to_add: ClassVar[Verb | None] = None
    verb_to_change: ClassVar[Verb | None] = None
    verb_to_delete: ClassVar[Verb | None] = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.verb_to_view) or may(request, self.verb_to_change)

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return may(request, self.verb_to_add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.verb_to_change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.verb_to_delete)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        # The base manager knows no fence; the default manager does.
        target = db_field.remote_field.model
        kwargs.setdefault("queryset", target._default_manager.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # mixin


class TenantInline(_Fenced, TabularInline):
    """Rows beneath a tenant's row."""

    extra = 0


class TenantModelAdmin(_Fenced, ModelAdmin):
    """Every page of the admin inherits this; tests/house fails for one that does not."""

    show_full_result_count = False
    list_per_page = 50
    view_on_site = False
    save_as = False
    show_facets = ShowFacets.NEVER  # they count rows
    list_filter_submit = True
    change_form_after_template = "desk/privacy/history_link.html"
    # What the empty list says: what would stand here, and the one next step.
    empty_words: ClassVar[Any] = ""
    # Look-ups by query string that are more than a column of the row itself or of list_filter.
    allowed_lookups: ClassVar[frozenset[str]] = frozenset()

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Only what the page itself offers: a look-up through a key is a way to guess data."""
        if lookup in self.allowed_lookups:
            return True
        if "__" in lookup and not super().lookup_allowed(lookup, value, request):
            return False
        name = lookup.split("__")[0]
        offered = {_name_of(item) for item in self.get_list_filter(request)}
        return name in offered or lookup in offered

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # a row of another page is changed on that page
        return field

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Named as its entry in the sidebar, not "Select … to change"."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Across tenants the answer is 404, as if it were not there."""
        found = DjangoModelAdmin.get_object(self, request, object_id, from_field)
        if found is None:
            raise Http404
        return found


def _name_of(item: Any) -> Any:
    """What stands in the address for an entry of list_filter: a column, a pair, or a class."""
    if isinstance(item, tuple | list):
        return item[0]
    return getattr(item, "parameter_name", item)
