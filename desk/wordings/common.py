"""What these pages share: who may, whose store, which kind, and a diff of two sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from desk import mails
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from templates_app import catalogue, comparing
from templates_app.comparing import Line, Side
from templates_app.data import NotificationKind, Rendered
from templates_app.engine.environment import TemplateError
from templates_app.inheriting import Placed
from templates_app.labels import sample_label
from templates_app.rendering import resolve_locale
from templates_app.samples import for_kind

VIEWS: Final = {
    "mail": _("Mail"),
    "phone": _("Phone"),
    "text": _("Text"),
    "source": _("Liquid"),
}
LIST: Final = "admin:templates_app_template_changelist"


def needs(request: HttpRequest, verb: Verb) -> None:
    """Raises PermissionDenied for who may not."""
    if not may(request, verb):
        raise PermissionDenied


def may_publish_for_all(request: HttpRequest) -> bool:
    return actor_of(request).publishes_for_all


def store_or_404(request: HttpRequest, store_id: int) -> Store:
    found = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if found is None:
        raise Http404
    return found


def kind_or_404(kind: str) -> NotificationKind:
    if kind not in NotificationKind:
        raise Http404
    return NotificationKind(kind)


def shown(
    request: HttpRequest, page: str, title: str, *crumbs: tuple[str, str], **context: Any
) -> HttpResponse:
    """A page in the desk's frame, beneath the list of templates."""
    above = [] if page == "agency" else [(gettext("Templates"), reverse(LIST))]
    place = [*above, *crumbs, (title, "")]
    return TemplateResponse(
        request,
        f"desk/wordings/{page}.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "crumbs": place,
            "may_edit": may(request, Verb.EDIT_TEMPLATES),
            **context,
        },
    )


def block_names(keys: Iterable[str], *mails_blocks: Sequence[Placed]) -> str:
    """Blocks by their labels, as a list in words: `Greeting, Help`."""
    types = {block.key: block.type for blocks in reversed(mails_blocks) for block in blocks}
    names = [gettext(catalogue.block_type(types[key]).label) for key in keys if key in types]
    return pgettext("between items of a list", ", ").join(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Shown:
    """One side as a frame, or why there is none."""

    title: str
    srcdoc: SafeString | None
    subject: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides in one view."""

    view: str
    views: list[tuple[str, str]]
    locale: str
    locales: list[str]
    sample: str
    samples: list[tuple[str, str]]
    sides: list[Shown]
    lines: list[Line]
    query: str  # the rest of the address, for the links between views

    @property
    def is_picture(self) -> bool:
        return self.view in ("mail", "phone")


def compare(
    request: HttpRequest,
    before: tuple[str, Side | None],
    after: tuple[str, Side],
    *,
    leading: str = "en",
) -> Comparison:
    """The two sides as the address asks: view, language (`leading` unless it says), sample."""
    asked = request.GET
    kind, locales = after[1].kind, after[1].locales
    names = list(for_kind(kind))
    view = asked.get("view", "mail") if asked.get("view") in VIEWS else "mail"
    locale = asked.get("locale", "")
    locale = locale if locale in locales else resolve_locale(leading, "en", after[1].sources)
    sample = asked.get("sample", "") if asked.get("sample") in names else names[0]
    made = [_made(side, sample=sample, locale=locale) for _title, side in (before, after)]
    rest = asked.copy()
    for name in ("view", "locale", "sample"):
        rest.pop(name, None)
    return Comparison(
        view=view,
        views=[(code, str(words)) for code, words in VIEWS.items()],
        locale=locale,
        locales=locales,
        sample=sample,
        samples=[(name, sample_label(name)) for name in names],
        sides=[
            _as_shown(str(pair[0]), one) for pair, one in zip((before, after), made, strict=True)
        ],
        lines=_lines(view, before[1], after[1], made, locale),
        query=rest.urlencode(),
    )


def _made(side: Side | None, *, sample: str, locale: str) -> Rendered | str:
    """The mail, or in words why there is none."""
    if side is None:
        return gettext("Nothing was published before.")
    try:
        return side.rendered(sample=sample, locale=locale)
    except (TemplateError, DomainError) as trouble:
        return str(trouble)


def _as_shown(title: str, made: Rendered | str) -> Shown:
    if isinstance(made, str):
        return Shown(title, None, "", made)
    return Shown(title, mails.as_srcdoc(made.html), made.subject, "")


def _lines(
    view: str,
    before: Side | None,
    after: Side,
    made: Sequence[Rendered | str],
    locale: str,
) -> list[Line]:
    if view == "source":
        return comparing.difference(
            before.source_in(locale) if before else "", after.source_in(locale)
        )
    texts = ["" if isinstance(one, str) else f"{one.subject}\n\n{one.text}" for one in made]
    return comparing.difference(*texts) if view == "text" else []


def numbers(values: Iterable[str]) -> list[int]:
    """Ids that a form named; what is no number names nothing."""
    return [int(text) for text in values if text.isascii() and text.isdecimal() and len(text) < 18]
