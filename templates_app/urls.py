"""The room's paths below /api/v1/."""

from django.urls import path

from templates_app import (
    api,
    audits_api,
    brands_api,
    exchange_api,
    pictures_api,
    revisions_api,
    rollouts_api,
)

TEMPLATE = "templates/<uuid:public_id>/"
REVISION = f"{TEMPLATE}revisions/<int:number>/"
ROLLOUT = "rollouts/<uuid:public_id>/"

urlpatterns = [
    path("templates/", api.Templates.as_view(), name="templates-templates"),
    path(TEMPLATE, api.OneTemplate.as_view(), name="templates-template"),
    path(f"{TEMPLATE}publish/", api.Publication.as_view(), name="templates-publish"),
    path(f"{TEMPLATE}schedule/", api.Schedule.as_view(), name="templates-schedule"),
    path(f"{TEMPLATE}unschedule/", api.Unschedule.as_view(), name="templates-unschedule"),
    path(f"{TEMPLATE}adoption/", api.Adoption.as_view(), name="templates-adoption"),
    path(f"{TEMPLATE}variants/", api.Variants.as_view(), name="templates-variants"),
    path(
        f"{TEMPLATE}variants/<str:label>/remove/",
        api.VariantRemoval.as_view(),
        name="templates-variant-removal",
    ),
    path("templates/import/", exchange_api.Imports.as_view(), name="templates-import"),
    path(f"{TEMPLATE}lint/", exchange_api.Lint.as_view(), name="templates-lint"),
    path(f"{TEMPLATE}waivers/", exchange_api.Waivers.as_view(), name="templates-waivers"),
    path(f"{TEMPLATE}export/", exchange_api.Export.as_view(), name="templates-export"),
    path(f"{TEMPLATE}render/", revisions_api.Render.as_view(), name="templates-render"),
    path(f"{TEMPLATE}revisions/", revisions_api.Revisions.as_view(), name="templates-revisions"),
    path(REVISION, revisions_api.OneRevision.as_view(), name="templates-revision"),
    path(
        f"{REVISION}restore/",
        revisions_api.Restoration.as_view(),
        name="templates-revision-restore",
    ),
    path("rollouts/", rollouts_api.Rollouts.as_view(), name="templates-rollouts"),
    path("rollouts/dry-run/", rollouts_api.DryRun.as_view(), name="templates-rollouts-dry-run"),
    path(ROLLOUT, rollouts_api.OneRollout.as_view(), name="templates-rollout"),
    path(f"{ROLLOUT}mails/", rollouts_api.RolloutMails.as_view(), name="templates-rollout-mails"),
    path(f"{ROLLOUT}pause/", rollouts_api.Pause.as_view(), name="templates-rollout-pause"),
    path(f"{ROLLOUT}resume/", rollouts_api.Resumption.as_view(), name="templates-rollout-resume"),
    path(f"{ROLLOUT}cancel/", rollouts_api.Cancellation.as_view(), name="templates-rollout-cancel"),
    path(
        f"{ROLLOUT}roll-back/", rollouts_api.RollBack.as_view(), name="templates-rollout-roll-back"
    ),
    path("brands/", brands_api.Brands.as_view(), name="templates-brands"),
    path("brands/agency/", brands_api.AgencyBrand.as_view(), name="templates-agency-brand"),
    path(
        "stores/<uuid:public_id>/brand/",
        brands_api.StoreBrand.as_view(),
        name="templates-store-brand",
    ),
    path("audits/", audits_api.Audits.as_view(), name="templates-audits"),
    path(
        "audits/<uuid:public_id>/sign-off/",
        audits_api.SignOff.as_view(),
        name="templates-audit-sign-off",
    ),
    path("pictures/", pictures_api.Pictures.as_view(), name="templates-pictures"),
    path("pictures/<str:token>/", pictures_api.OnePicture.as_view(), name="templates-picture"),
]
