"""Django's admin as an app, with our site as `admin.site`."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    default_site = "desk.site.DeskSite"
