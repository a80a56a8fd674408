"""All rules, by number. `docs/linter.md` explains each; a test compares the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from templates_app.linting import (
    duty,
    law,
    links,
    looks,
    safety,
    shortness,
    variables,
    words,
)
from templates_app.linting.complaints import Complaint
from templates_app.linting.findings import Severity
from templates_app.linting.mail import Mail


@dataclass(frozen=True, slots=True)
class Rule:
    """A number that never changes its meaning, and the function that looks."""

    id: str
    severity: Severity
    title: str | Promise
    look: Callable[[Mail], Iterator[Complaint]]
    is_waivable: bool = True  # False: freezing refuses such words, whoever lets the finding pass


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

RULES: Final = (
    Rule("L01", _E, _("No link to the status page"), duty.no_status_link),
    Rule("L02", _W, _("Unknown variable"), variables.unknown_variable),
    Rule("L03", _W, _("Unknown filter"), variables.unknown_filter),
    Rule("L04", _W, _("Text missing in a language"), words.missing_text),
    Rule("L05", _E, _("Shipping mail without tracking"), duty.no_tracking),
    Rule("L06", _E, _("Subject advertises"), law.promotional_subject),
    Rule("L07", _W, _("Advertising without consent"), law.promotion_without_consent),
    Rule("L08", _E, _("Advertising above the order"), law.promotion_before_the_order),
    Rule("L09", _W, _("Picture without words"), looks.picture_without_words),
    Rule("L10", _H, _("Size"), looks.size),
    Rule("L11", _E, _("Broken link"), links.broken_link),
    Rule("L12", _W, _("Link without encryption"), links.insecure_link),
    Rule("L13", _W, _("No text part"), duty.no_text_part),
    Rule("L14", _H, _("No data for mail programs"), duty.no_linked_data),
    Rule("L15", _W, _("No preview line"), words.no_preheader),
    Rule("L16", _E, _("No way to unsubscribe"), law.no_way_out),
    Rule("L17", _E, _("Empty subject"), words.empty_subject),
    Rule("L18", _W, _("Long subject"), words.long_subject),
    Rule("L19", _W, _("Text hard to read"), looks.pale_text),
    Rule("L20", _E, _("Active content"), safety.active_content),
    Rule("L21", _H, _("Style that some programs ignore"), looks.unsupported_style),
    Rule("L22", _H, _("Filter that Shopify has replaced"), variables.deprecated_filter),
    Rule("L23", _E, _("Value without quotation marks"), safety.unquoted_attribute),
    Rule("L24", _W, _("For staff only"), safety.for_staff_only),
    Rule("L25", _E, _("Does not parse"), safety.does_not_parse, is_waivable=False),
    Rule("L26", _W, _("Read laxly"), safety.forgiven),
    Rule("L27", _H, _("Variable of another mail"), variables.variable_of_another_mail),
    Rule("L28", _E, _("Fails on a sample order"), safety.fails_on_samples, is_waivable=False),
    Rule("L29", _W, _("Legal lines hidden"), safety.locked_but_hidden),
    Rule("L30", _W, _("Mostly advertising"), law.mostly_promotion),
    Rule("L31", _W, _("Short text without a link"), shortness.no_link),
    Rule("L32", _H, _("Long short text"), shortness.long_text),
)
BY_ID: Final = {rule.id: rule for rule in RULES}
