"""Found an agency: the first thing to do on a real installation."""

import zoneinfo
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from common.errors import DomainError
from messaging import opening
from stores import founding, people
from stores.commanding import NamedCommand
from stores.scope import every_store


class Command(NamedCommand):
    help = "Found an agency with its first owner and default words; print the owner's first link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="of the agency")
        parser.add_argument("email", help="of its first owner")
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--language", default="en", help="of the agency, as nb or zh-Hans")
        parser.add_argument("--timezone", default="UTC", help="an IANA name, as Europe/Oslo")

    def handle(self, *_args: Any, **options: Any) -> None:
        new = _checked(options)
        now = timezone.now()
        try:
            with every_store(because="an agency is founded"), transaction.atomic():
                owner = founding.found_agency(new)
                opening.prepare_words(agency=owner.agency, now=now)
                is_welcome = people.may_be_welcomed(owner) and not owner.user.has_usable_password()
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{new.name} is founded; {owner.user.email} owns it.")
        if is_welcome:
            days = settings.PASSWORD_RESET_TIMEOUT // 86_400
            self.stdout.write(f"Choose a password here, once, within {days} days:")
            self.stdout.write(f"{settings.NOTIFYHUB_BASE_URL}{people.welcome_path(owner.user)}")
            return
        self.stdout.write(f"Log in as before: {settings.NOTIFYHUB_BASE_URL}/admin/")


def _checked(options: dict[str, Any]) -> founding.NewAgency:
    try:
        validate_email(options["email"])
    except ValidationError as error:
        raise CommandError(f"{options['email']!r} is no e-mail address.") from error
    if options["timezone"] not in zoneinfo.available_timezones():
        raise CommandError(f"{options['timezone']!r} is no time zone; write one as Europe/Oslo.")
    if not options["name"].strip():
        raise CommandError("An agency needs a name.")
    return founding.NewAgency(
        name=options["name"],
        owner_email=options["email"],
        owner_name=options["owner_name"],
        locale=options["language"],
        timezone=options["timezone"],
    )
