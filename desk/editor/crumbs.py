"""Where the editor's pages stand: above them the store, above that all templates."""

from django.urls import reverse
from django.utils.translation import gettext

from desk import kinds
from desk.editor.doors import Opened


def crumbs_of(opened: Opened) -> list[tuple[str, str]]:
    """Down to the editor, which is a link too."""
    crumbs = [(gettext("Templates"), reverse("admin:templates_app_template_changelist"))]
    store = opened.store
    if store:
        crumbs.append((store.name, reverse("admin:template-store", args=[store.pk])))
    edit = reverse("admin:template-editor", args=[opened.template.pk])
    return [*crumbs, (kinds.words(opened.template.kind), edit)]
