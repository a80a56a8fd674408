"""Where buyers look."""

from django.urls import path

from statuspage import preferences, views

urlpatterns = [
    path("s/<slug:token>", views.order_status, name="statuspage-order"),
    path("p/<slug:token>", preferences.preferences, name="statuspage-preferences"),
]
