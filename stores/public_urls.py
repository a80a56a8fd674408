"""Where Shopify leads people to."""

from django.urls import path

from stores import views

urlpatterns = [
    path("shopify/callback", views.callback, name="stores-callback"),
    path("shopify/app", views.embedded, name="stores-embedded"),
]
