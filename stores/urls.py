"""The room's paths below /api/v1/."""

from django.urls import path

from stores import api

urlpatterns = [
    path("me/", api.Me.as_view(), name="stores-me"),
    path("stores/", api.Stores.as_view(), name="stores-stores"),
    path("keys/", api.Keys.as_view(), name="stores-keys"),
    path("keys/<slug:lookup>/revoke/", api.KeyRevocation.as_view(), name="stores-key-revocation"),
    path("keys/<slug:lookup>/rotate/", api.KeyRotation.as_view(), name="stores-key-rotation"),
]
