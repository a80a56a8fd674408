from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from stores import checks, proving

        register(checks.ledger_is_named, Tags.security, deploy=True)
        user_logged_in.connect(proving.remember, dispatch_uid="desk.proved")
