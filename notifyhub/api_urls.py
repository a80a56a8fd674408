"""Every path below /api/v1/: each room's, the description, and an answer for all that is none."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from common.api.views import nothing_here

urlpatterns = [
    path("", include("stores.urls")),
    path("", include("orders.urls")),
    path("", include("messaging.urls")),
    path("", include("templates_app.urls")),
    path("", include("tracking.api_urls")),
    path("", include("analytics.urls")),
    path("", include("automations.urls")),
    path("", include("outbound.urls")),
    path("", include("fleet.urls")),
    path("", include("statuspage.api_urls")),
    path("", include("intake.api_urls")),
    path("", include("shipping.carriers_urls")),
    path("", include("shipping.rules_urls")),
    path("", include("shipping.life_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    re_path(r"^", nothing_here),
]
