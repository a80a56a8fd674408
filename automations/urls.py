"""The room's paths below /api/v1/."""

from django.urls import path

from automations import api, runs_api

RULE = "rules/<uuid:public_id>/"

urlpatterns = [
    path("rules/", api.Rules.as_view(), name="automations-rules"),
    path("rules/dry-run/", api.DryRuns.as_view(), name="automations-dry-run"),
    path(RULE, api.OneRule.as_view(), name="automations-rule"),
    path(f"{RULE}on/", api.SwitchOn.as_view(), name="automations-rule-on"),
    path(f"{RULE}off/", api.SwitchOff.as_view(), name="automations-rule-off"),
    path(
        f"{RULE}secret/rotate/",
        api.SecretRotation.as_view(),
        name="automations-rule-secret-rotation",
    ),
    path("rule-runs/", runs_api.Runs.as_view(), name="automations-runs"),
    path("rule-runs/<uuid:public_id>/", runs_api.OneRun.as_view(), name="automations-run"),
    path(
        "rule-runs/<uuid:public_id>/stop/",
        runs_api.RunStop.as_view(),
        name="automations-run-stop",
    ),
    path("rule-recipes/", api.Recipes.as_view(), name="automations-recipes"),
    path("rule-vocabulary/", api.Vocabulary.as_view(), name="automations-vocabulary"),
]
