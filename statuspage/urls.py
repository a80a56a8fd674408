"""Where buyers look."""

from django.urls import path

from statuspage import (
    deeds,
    email_deeds,
    feedback_views,
    find_views,
    notices,
    preferences,
    request_deeds,
    storefront,
    survey_views,
    views,
    witnesses,
)

urlpatterns = [
    path("storefront.js", storefront.script, name="statuspage-storefront"),
    path(
        "storefront/<uuid:public_id>/processing.json",
        storefront.processing,
        name="statuspage-storefront-processing",
    ),
    path(
        "storefront/<uuid:public_id>/email-hint.json",
        storefront.email_hint,
        name="statuspage-storefront-email-hint",
    ),
    path("s/<slug:token>", views.order_status, name="statuspage-order"),
    path("s/<slug:token>/device", notices.device, name="statuspage-device"),
    path("s/<slug:token>/seen", witnesses.seen, name="statuspage-seen"),
    path("s/<slug:token>/who", deeds.who, name="statuspage-who"),
    path("s/<slug:token>/mine", deeds.mine, name="statuspage-mine"),
    path("s/<slug:token>/questions", deeds.questions, name="statuspage-questions"),
    path("s/<slug:token>/done/<slug:what>", deeds.done, name="statuspage-done"),
    path("s/<slug:token>/again", email_deeds.again, name="statuspage-again"),
    path("s/<slug:token>/email", email_deeds.email, name="statuspage-email"),
    path("s/<slug:token>/code", email_deeds.code, name="statuspage-code"),
    path("s/<slug:token>/address", request_deeds.address, name="statuspage-address"),
    path("s/<slug:token>/problem", request_deeds.problem, name="statuspage-problem"),
    path("s/<slug:token>/return", request_deeds.goods, name="statuspage-return"),
    path("s/<slug:token>/feedback", feedback_views.on_page, name="statuspage-feedback"),
    path("f/<slug:token>", feedback_views.on_mail, name="statuspage-mail-feedback"),
    path("w/<slug:token>", survey_views.survey, name="statuspage-survey"),
    path("witness.js", witnesses.script, name="statuspage-witness"),
    path("notices.js", notices.script, name="statuspage-notices"),
    path("push-worker.js", notices.worker, name="statuspage-worker"),
    path("find/<uuid:public_id>/", find_views.find, name="statuspage-find"),
    path("p/<slug:token>", preferences.preferences, name="statuspage-preferences"),
]
