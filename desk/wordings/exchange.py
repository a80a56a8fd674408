"""Templates from Shopify and back: a form for what a merchant has, and files for what we made."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from common.errors import DomainError
from desk import kinds, mails
from desk.wordings.common import needs, shown, store_or_404
from stores.admin_base import actor_of
from stores.models import Store
from stores.roles import Verb
from templates_app import catalogue, trials
from templates_app.data import NotificationKind
from templates_app.engine.environment import TemplateError
from templates_app.exporting import archive
from templates_app.importing import importer, uploads
from templates_app.importing.importer import Candidate, Choice
from templates_app.queries import resolved_brand
from templates_app.samples import dressed, for_kind

NOT_KEPT = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """An uploaded template as the page shows it, to be kept under a kind or not."""

    candidate: Candidate
    srcdoc: SafeString | None
    trouble: str


def import_page(request: HttpRequest, store_id: int) -> HttpResponse:
    """Upload or paste; look at what each is; keep the chosen ones as drafts."""
    store = store_or_404(request, store_id)
    needs(request, Verb.EDIT_TEMPLATES)
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.method == "POST":
        try:
            if "keep" in request.POST:
                return _keep(request, store)
            return _page(request, store, _looked_at(request, store))
        except DomainError as refusal:
            messages.error(request, str(refusal))
    return _page(request, store, [], pasted=request.POST.get("pasted", ""))


def export_store(request: HttpRequest, store_id: int) -> HttpResponse:
    """A zip with each mail the store sends, in one language, for Shopify's settings."""
    store = store_or_404(request, store_id)
    needs(request, Verb.VIEW_TEMPLATES)
    locale = request.GET.get("locale", "")[:16] or store.locale
    answer = HttpResponse(
        archive.zipped(archive.exports_of(store, locale=locale)), content_type="application/zip"
    )
    answer["Content-Disposition"] = f'attachment; filename="shopify-{store.public_id}.zip"'
    return answer


def _looked_at(request: HttpRequest, store: Store) -> list[Row]:
    files = [
        (file.name or "", file.read(uploads.ALL_BYTES + 1))
        for file in request.FILES.getlist("files")
    ]
    pasted = request.POST.get("pasted", "")
    found = uploads.read_uploads(files) if files or not pasted.strip() else []
    if pasted.strip():
        found.append(uploads.read_pasted(pasted))
    brand = resolved_brand(store).as_context()
    candidates = importer.inspect(found, locale=store.locale)
    return [_row(candidate, store, brand) for candidate in candidates]


def _row(candidate: Candidate, store: Store, brand: dict[str, object]) -> Row:
    if not candidate.kind or catalogue.kind_words(candidate.kind) is None:
        return Row(candidate, None, "")
    choice = Choice(
        kind=NotificationKind(candidate.kind), source=candidate.source, subject=candidate.subject
    )
    draft = importer.draft_of_choice(choice, locale=store.locale)
    sample = dressed(next(iter(for_kind(candidate.kind).values()))(), brand)
    try:
        mail = trials.render_draft(
            sources={store.locale: draft.source_in(store.locale).as_json()},
            brand=brand,
            locale=store.locale,
            context=sample,
        )
    except TemplateError as error:
        return Row(candidate, None, str(error.place))
    return Row(candidate, mails.as_srcdoc(mail.html), "")


def _keep(request: HttpRequest, store: Store) -> HttpResponse:
    chosen = zip(
        request.POST.getlist("kind"),
        request.POST.getlist("source"),
        request.POST.getlist("subject"),
        strict=False,
    )
    choices = [
        Choice(
            kind=NotificationKind(kind),
            source=uploads.read_pasted(source.replace("\r\n", "\n")).source,
            subject=subject[:500],
        )
        for kind, source, subject in chosen
        if kind in NotificationKind
    ]
    made = importer.import_templates(
        owner=store,
        choices=choices,
        actor=actor_of(request).label,
        now=timezone.now(),
        replace="replace" in request.POST,
    )
    names = ", ".join(kinds.words(NotificationKind(template.kind)) for template in made)
    said = gettext("Kept as drafts, nothing is published: %s") % names
    messages.info(request, said if made else gettext("Nothing was chosen, so nothing was kept."))
    return redirect("admin:template-store", store.pk)


def _page(request: HttpRequest, store: Store, rows: list[Row], *, pasted: str = "") -> HttpResponse:
    return shown(
        request,
        "import",
        gettext("Import from Shopify"),
        (store.name, reverse("admin:template-store", args=[store.pk])),
        store=store,
        rows=rows,
        kinds=[kind for kind in NotificationKind if catalogue.kind_words(kind)],
        not_kept=NOT_KEPT,
        pasted=pasted,
        most_files=uploads.MOST_FILES,
        most_megabytes=uploads.ALL_BYTES // 1_000_000,
    )
