"""Every URL that Django answers; the hot edges stand before it, in wsgi.py."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    # What script/server prints, and people type.
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("admin/", include("desk.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("desk.accounts.public_urls")),
    path("api/v1/", include("notifyhub.api_urls")),
    path("", include("stores.public_urls")),
    path("", include("intake.urls")),
    path("", include("statuspage.urls")),
    path("", include("messaging.public_urls")),
    path("", include("tracking.urls")),
]

handler400 = "notifyhub.refusals.bad_request"
handler403 = "notifyhub.refusals.forbidden"
handler404 = "notifyhub.refusals.not_found"
handler500 = "notifyhub.refusals.internal"
