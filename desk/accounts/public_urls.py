"""Pages for who is not in yet: sign-up, invitations, and what a local installation would mail."""

from django.urls import path

from desk.accounts import joining, outbox, signing_up

urlpatterns = [
    path("signup/", signing_up.sign_up, name="account_signup"),
    path("signup/confirm/<str:token>/", signing_up.confirm, name="signup-confirm"),
    path("join/<str:token>/", joining.page, name="join"),
    path("outbox/", outbox.page, name="outbox"),
]
