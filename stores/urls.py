"""The room's paths below /api/v1/."""

from django.urls import path

from stores import (
    api,
    changes_api,
    connection_api,
    invitations_api,
    looks_api,
    members_api,
    privacy_api,
    stores_api,
    subscriptions_api,
)

urlpatterns = [
    path("me/", api.Me.as_view(), name="stores-me"),
    path("stores/", stores_api.Stores.as_view(), name="stores-stores"),
    path("stores/installs/", connection_api.Installs.as_view(), name="stores-installs"),
    path(
        "stores/<uuid:public_id>/connection/",
        connection_api.Connection.as_view(),
        name="stores-connection",
    ),
    path(
        "stores/<uuid:public_id>/connection/check/",
        connection_api.Presence.as_view(),
        name="stores-connection-check",
    ),
    path(
        "stores/<uuid:public_id>/release/",
        connection_api.Release.as_view(),
        name="stores-release",
    ),
    path("stores/<uuid:public_id>/", stores_api.OneStore.as_view(), name="stores-store"),
    path("members/", members_api.Members.as_view(), name="stores-members"),
    path("members/<uuid:public_id>/", members_api.OneMember.as_view(), name="stores-member"),
    path(
        "members/<uuid:public_id>/password-link/",
        members_api.PasswordLink.as_view(),
        name="stores-member-link",
    ),
    path("invitations/", invitations_api.Invitations.as_view(), name="stores-invitations"),
    path(
        "invitations/<uuid:public_id>/",
        invitations_api.OneInvitation.as_view(),
        name="stores-invitation",
    ),
    path(
        "invitations/<uuid:public_id>/resend/",
        invitations_api.Resend.as_view(),
        name="stores-invitation-resend",
    ),
    path(
        "invitations/<uuid:public_id>/revoke/",
        invitations_api.Revoke.as_view(),
        name="stores-invitation-revoke",
    ),
    path(
        "members/<uuid:public_id>/reset-factors/",
        members_api.FactorReset.as_view(),
        name="stores-member-factors",
    ),
    path(
        "stores/<uuid:public_id>/seeing/",
        privacy_api.Seeing.as_view(),
        name="stores-store-seeing",
    ),
    path(
        "stores/<uuid:public_id>/subscriptions/",
        subscriptions_api.StoreSubscriptions.as_view(),
        name="stores-store-subscriptions",
    ),
    path(
        "stores/<uuid:public_id>/subscriptions/keep/",
        subscriptions_api.SubscriptionsLook.as_view(),
        name="stores-store-subscriptions-keep",
    ),
    path("changes/", changes_api.Changes.as_view(), name="stores-changes"),
    path("agency/look/", looks_api.AgencyLook.as_view(), name="stores-agency-look"),
    path("keys/", api.Keys.as_view(), name="stores-keys"),
    path("keys/<slug:lookup>/revoke/", api.KeyRevocation.as_view(), name="stores-key-revocation"),
    path("keys/<slug:lookup>/rotate/", api.KeyRotation.as_view(), name="stores-key-rotation"),
]
