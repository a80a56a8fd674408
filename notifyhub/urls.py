"""Every URL that Django answers; the hot edges stand before it, in wsgi.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("intake.urls")),
    path("", include("statuspage.urls")),
]
