"""Where these pages stand below /admin/; the site puts its guard before each."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.wordings import exchange, history, lists, push, rollouts

View = Callable[..., HttpResponse]

ROUTES: Final[list[tuple[str, View, str]]] = [
    ("templates/", lists.agency_list, "templates_app_template_changelist"),
    ("templates/stores/<int:store_id>/", lists.store_list, "template-store"),
    ("templates/stores/<int:store_id>/import/", exchange.import_page, "template-import"),
    ("templates/stores/<int:store_id>/export/", exchange.export_store, "template-store-export"),
    ("templates/history/<str:kind>/", history.of_agency, "template-agency-history"),
    ("templates/<int:template_id>/history/", history.of_template, "template-history"),
    (
        "templates/stores/<int:store_id>/history/<str:kind>/",
        history.of_store,
        "template-store-history",
    ),
    ("templates/revisions/<int:revision_id>/", history.difference, "template-revision"),
    (
        "templates/revisions/<int:revision_id>/again/",
        history.restore,
        "template-revision-again",
    ),
    ("templates/push/", push.page, "template-push"),
    ("templates/push/difference/", push.difference, "template-push-difference"),
    ("templates/rollouts/", rollouts.listed, "template-rollouts"),
    ("templates/rollouts/<uuid:public_id>/", rollouts.one, "template-rollout"),
    ("templates/rollouts/<uuid:public_id>/steer/", rollouts.steer, "template-rollout-steer"),
]
