"""The room's paths below /api/v1/."""

from django.urls import path

from templates_app import (
    api,
    audit_deeds_api,
    audits_api,
    blocks_api,
    brands_api,
    exchange_api,
    experiments_api,
    layers_api,
    pictures_api,
    revisions_api,
    rollouts_api,
)

TEMPLATE = "templates/<uuid:public_id>/"
REVISION = f"{TEMPLATE}revisions/<int:number>/"
EXPERIMENT = "experiments/<uuid:public_id>/"
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
    path("experiments/", experiments_api.Experiments.as_view(), name="templates-experiments"),
    path(
        "experiments/layers/",
        layers_api.Layers.as_view(),
        name="templates-experiments-layers",
    ),
    path(EXPERIMENT, experiments_api.OneExperiment.as_view(), name="templates-experiment"),
    path(f"{EXPERIMENT}start/", experiments_api.Start.as_view(), name="templates-experiment-start"),
    path(
        f"{EXPERIMENT}weights/",
        experiments_api.Weights.as_view(),
        name="templates-experiment-weights",
    ),
    path(
        f"{EXPERIMENT}coverage/",
        experiments_api.Coverage.as_view(),
        name="templates-experiment-coverage",
    ),
    path(f"{EXPERIMENT}stop/", experiments_api.Stop.as_view(), name="templates-experiment-stop"),
    path(
        "stores/<uuid:public_id>/hold-out/",
        layers_api.StoreHoldOut.as_view(),
        name="templates-store-hold-out",
    ),
    path("brands/", brands_api.Brands.as_view(), name="templates-brands"),
    path("brands/agency/", brands_api.AgencyBrand.as_view(), name="templates-agency-brand"),
    path(
        "stores/<uuid:public_id>/brand/",
        brands_api.StoreBrand.as_view(),
        name="templates-store-brand",
    ),
    path("audits/", audits_api.Audits.as_view(), name="templates-audits"),
    path(f"{TEMPLATE}blocks/", blocks_api.BlockOrder.as_view(), name="templates-block-order"),
    path(f"{TEMPLATE}blocks/<str:key>/", blocks_api.OneBlock.as_view(), name="templates-block"),
    path(
        f"{TEMPLATE}translations/<str:locale>/",
        blocks_api.Translation.as_view(),
        name="templates-translation",
    ),
    path("audits/rhythms/", audit_deeds_api.Rhythms.as_view(), name="templates-audits-rhythms"),
    path(
        "audits/<uuid:public_id>/", audit_deeds_api.OneAudit.as_view(), name="templates-audit-one"
    ),
    path(
        "audits/<uuid:public_id>/look/", audit_deeds_api.Look.as_view(), name="templates-audit-look"
    ),
    path(
        "audits/<uuid:public_id>/postpone/",
        audit_deeds_api.Postponement.as_view(),
        name="templates-audit-postpone",
    ),
    path(
        "audits/<uuid:public_id>/give/",
        audit_deeds_api.Handover.as_view(),
        name="templates-audit-give",
    ),
    path(
        "audits/<uuid:public_id>/sign-off/",
        audits_api.SignOff.as_view(),
        name="templates-audit-sign-off",
    ),
    path("pictures/", pictures_api.Pictures.as_view(), name="templates-pictures"),
    path("pictures/<str:token>/", pictures_api.OnePicture.as_view(), name="templates-picture"),
]
