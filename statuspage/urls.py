"""Where buyers look."""

from django.urls import path

from statuspage import views

urlpatterns = [
    path("s/<slug:token>", views.order_status, name="statuspage-order"),
]
