"""Where buyers look."""

from django.urls import path

from statuspage import notices, preferences, views

urlpatterns = [
    path("s/<slug:token>", views.order_status, name="statuspage-order"),
    path("s/<slug:token>/device", notices.device, name="statuspage-device"),
    path("notices.js", notices.script, name="statuspage-notices"),
    path("push-worker.js", notices.worker, name="statuspage-worker"),
    path("p/<slug:token>", preferences.preferences, name="statuspage-preferences"),
]
