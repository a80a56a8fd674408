"""How the admin looks: Unfold's settings, from the tokens (static/notifyhub/tokens.css)."""

from typing import Any

from django.templatetags.static import static

# "ink" is the neutral scale, "fjord" the brand.
INK = {
    "50": "#f6f8f8",
    "100": "#edf0f0",
    "200": "#dfe4e4",
    "300": "#c8d0d1",
    "400": "#87949a",
    "500": "#5f6c70",
    "600": "#48555a",
    "700": "#344045",
    "800": "#20292d",
    "900": "#141b1e",
    "950": "#0d1214",
}
FJORD = {
    "50": "#edf6f8",
    "100": "#d4eaef",
    "200": "#abd5df",
    "300": "#75b8c8",
    "400": "#3f97ab",
    "500": "#1f7b90",
    "600": "#11657a",
    "700": "#0e5163",
    "800": "#103f4d",
    "900": "#0d2f3a",
    "950": "#081e26",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "NotifyHub",
    "SITE_HEADER": "NotifyHub",
    "SITE_SUBHEADER": "desk.navigation.agency_name",
    "SITE_URL": None,
    "SITE_ICON": lambda request: static("notifyhub/mark.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("notifyhub/mark.svg"),
        }
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": "/admin/language/"},
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {"base": INK, "primary": FJORD},
    "STYLES": [
        lambda request: static("notifyhub/tokens.css"),
        lambda request: static("notifyhub/desk.css"),
    ],
    "SCRIPTS": [
        lambda request: static("notifyhub/desk.js"),
        lambda request: static("notifyhub/pictures.js"),
        lambda request: static("notifyhub/resend.js"),
    ],
    "DASHBOARD_CALLBACK": "desk.cockpit.dashboard",
    "LOGIN": {"form": "desk.forms.LogInForm"},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "desk.navigation.sidebar",
    },
}
