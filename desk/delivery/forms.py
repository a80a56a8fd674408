"""The forms of a store's rules. What was typed stays; each fault stands at its field."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shipping.calendars import CalendarDraft, SpecialDay
from shipping.carriers import naming
from shipping.delivery_settings import DeliveryChoices
from shipping.models import (
    Calendar,
    Carrier,
    Level,
    MixedCart,
    ProcessingTime,
    TransitTime,
)
from shipping.processing_times import ProcessingDraft
from shipping.transit_times import TransitDraft, own_code
from stores.models import Store

LONGEST_TEXT: Final = 1_000_000
_DAYS: Final = re.compile(
    r"(?P<open>\+)?\s*(?P<first>\d{4}-\d\d-\d\d)(?:\s*(?:\.\.|–)\s*(?P<last>\d{4}-\d\d-\d\d))?"
    r"\s*(?P<note>.*)",
    re.ASCII,
)


class RuleForm(forms.Form):
    """One rule of a store; `row` is the one that is changed, None for a new one."""

    def __init__(self, store: Store, row: Any, data: Any = None) -> None:
        super().__init__(data, initial=self.initial_of(row) if row else None)
        self.store, self.row = store, row

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name, None) for name in self.base_fields}


class DaysForm(RuleForm):
    min_days = forms.IntegerField(label=_("At least (days)"), min_value=0, max_value=365)
    max_days = forms.IntegerField(label=_("At most (days)"), min_value=0, max_value=365)


class ProcessingForm(DaysForm):
    level = forms.ChoiceField(label=_("For"), choices=Level.choices)
    target = forms.CharField(
        label=_("Which one"),
        max_length=300,
        required=False,
        help_text=_(
            "Shopify's id, or the address of it in Shopify's admin; of a vendor the name. "
            "Empty for the whole store."
        ),
        widget=forms.TextInput(attrs={"list": "known-products", "autocomplete": "off"}),
    )
    label = forms.CharField(label=_("Name, as staff know it"), max_length=255, required=False)
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)
    is_dropshipped = forms.BooleanField(
        label=_("Sent by the supplier: the days reach to the buyer's door"), required=False
    )
    field_order = ("level", "target", "label", "min_days", "max_days", "calendar")

    def __init__(self, store: Store, row: ProcessingTime | None, data: Any = None) -> None:
        super().__init__(store, row, data)
        self.calendars = {
            str(one.public_id): one for one in Calendar.objects.filter(store=store).order_by("name")
        }
        choices = [("", gettext("The store's default"))]
        choices += [(key, one.name) for key, one in self.calendars.items()]
        self.fields["calendar"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if row and row.calendar:
            self.initial["calendar"] = str(row.calendar.public_id)

    def draft(self) -> ProcessingDraft:
        said = self.cleaned_data
        calendar = self.calendars.get(said["calendar"])
        return ProcessingDraft(**{**said, "calendar": calendar})


class TransitForm(DaysForm):
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters, as NO. Empty: everywhere else."),
    )
    postcode = forms.CharField(label=_("Postcode begins with"), max_length=20, required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    method = forms.CharField(
        label=_("Shipping rate"),
        max_length=255,
        required=False,
        help_text=_("Its name at the checkout. Empty: any."),
    )
    runs_daily = forms.BooleanField(label=_("Also on weekends and holidays"), required=False)
    field_order = ("country", "postcode", "carrier", "method", "min_days", "max_days")

    def __init__(self, store: Store, row: TransitTime | None, data: Any = None) -> None:
        super().__init__(store, row, data)
        own = Carrier.objects.filter(store=store, is_retired=False).order_by("name")
        choices = [("", gettext("Any")), *((own_code(one), one.name) for one in own)]
        choices += naming.names()
        if row and row.carrier not in dict(choices):
            choices.append((row.carrier, row.carrier))
        self.fields["carrier"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def draft(self) -> TransitDraft:
        return TransitDraft(**self.cleaned_data)


class CalendarForm(RuleForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    workdays = forms.TypedMultipleChoiceField(
        label=_("Packs on"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )
    cutoff = forms.TimeField(
        label=_("Ordered by"),
        help_text=_("What is ordered later counts from the next day on, such as 14:00."),
        widget=forms.TimeInput(format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        help_text=_("As Europe/Oslo. Empty: the store's."),
    )
    country = forms.CharField(
        label=_("Public holidays of"),
        max_length=2,
        required=False,
        help_text=_("Two letters, as NO. Empty: none are kept."),
    )
    subdivision = forms.CharField(
        label=_("Region"), max_length=10, required=False, help_text=_("As BY for Bavaria.")
    )
    days = forms.CharField(
        label=_("Special days"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "One stretch a line: 2026-12-24 Christmas Eve, or 2026-07-06..2026-07-24 Summer. "
            "A + before it: open on that day all the same."
        ),
    )
    is_default = forms.BooleanField(
        label=_("Used wherever a rule names no calendar"), required=False
    )

    def initial_of(self, row: Calendar) -> dict[str, Any]:
        lines = [_line(day) for day in row.days.order_by("first", "pk")]
        return {**super().initial_of(row), "days": "\n".join(lines)}

    def clean_days(self) -> list[SpecialDay]:
        lines = str(self.cleaned_data["days"]).splitlines()
        return [_day(line.strip()) for line in lines if line.strip()]

    def draft(self) -> CalendarDraft:
        return CalendarDraft(**self.cleaned_data)


def _line(day: Any) -> str:
    span = str(day.first) if day.first == day.last else f"{day.first}..{day.last}"
    return " ".join(filter(None, (f"+{span}" if day.is_open else span, day.note)))


def _day(line: str) -> SpecialDay:
    found = _DAYS.fullmatch(line)
    try:
        first = date.fromisoformat(found["first"] if found else "")
        last = date.fromisoformat((found and found["last"]) or str(first))
    except ValueError as error:
        words = gettext("“%(line)s” is no day. Write it as 2026-12-24, and a note behind it.")
        raise ValidationError(words % {"line": line[:60]}) from error
    note = found["note"] if found else ""
    return SpecialDay(first=first, last=last, is_open=bool(found and found["open"]), note=note)


class SettingsForm(RuleForm):
    is_shown = forms.BooleanField(label=_("Buyers are shown when things arrive"), required=False)
    mixed_cart = forms.ChoiceField(label=_("Mixed carts"), choices=MixedCart.choices)
    tells_delays = forms.BooleanField(
        label=_("Buyers are written to when a date moves, with the old and the new one"),
        required=False,
    )
    tells_silence = forms.BooleanField(
        label=_("Buyers are written to after long silence"), required=False
    )
    risk_hours = forms.IntegerField(
        label=_("Warned before goods must leave (hours)"), min_value=1, max_value=720
    )
    silence_days = forms.IntegerField(
        label=_("Silence that is too long (business days)"), min_value=1, max_value=60
    )
    first_scan_days = forms.IntegerField(
        label=_("A number without a scan (business days)"), min_value=1, max_value=60
    )
    stalled_days = forms.IntegerField(
        label=_("Standing still (business days)"), min_value=1, max_value=60
    )

    def draft(self) -> DeliveryChoices:
        return DeliveryChoices(**self.cleaned_data)


class CollectionForm(RuleForm):
    collection = forms.CharField(
        label=_("Collection"),
        max_length=300,
        help_text=_("Shopify's id, or its address in Shopify's admin."),
    )
    products = forms.CharField(
        label=_("Its products"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "ltr", "spellcheck": "false"}),
        help_text=_("Shopify's ids of all of them, one a line. Empty: none is in it any more."),
    )

    def numbers(self) -> list[str]:
        return re.split(r"[\s,;]+", self.cleaned_data["products"].strip())


class TableForm(RuleForm):
    table = forms.CharField(
        label=_("Table"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "From a spreadsheet, the first line names the columns: "
            "level, target, label, min, max, calendar, dropshipped."
        ),
    )


Made: Final[Mapping[str, Callable[..., RuleForm]]] = {
    "processing": ProcessingForm,
    "transit": TransitForm,
    "calendar": CalendarForm,
    "settings": SettingsForm,
}
