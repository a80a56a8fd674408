"""Every address of the editor, beneath /admin/templates/."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from desk.editor import (
    adopting,
    exporting,
    findings,
    orders,
    page,
    previews,
    publishing,
    saving,
    testing,
)


def urls_of(site: AdminSite) -> list[URLPattern]:
    views = {
        "edit": ("editor", page.page),
        "draft": ("draft", saving.draft),
        "variants": ("variants", saving.variants),
        "presence": ("presence", saving.presence),
        "preview": ("preview", previews.preview),
        "alone": ("alone", previews.alone),
        "matrix": ("matrix", previews.matrix),
        "orders": ("orders", orders.find_orders),
        "variables": ("variables", orders.variables),
        "findings": ("findings", findings.findings),
        "waivers": ("waivers", findings.waivers),
        "export": ("export", exporting.export),
        "adopt": ("adopt", adopting.adopt),
        "publish": ("publish", publishing.publish),
        "test": ("test", testing.send),
    }
    ours = [
        path(
            f"templates/<int:template_id>/{where}/",
            site.admin_view(view),
            name=f"template-{name}",
        )
        for where, (name, view) in views.items()
    ]
    return [
        path("templates/new/<str:kind>/", site.admin_view(page.own), name="template-own"),
        *ours,
    ]
