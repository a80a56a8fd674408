"""All hostile templates, by name."""

from typing import Final

from tests.templates_app.hostile.filtering import filters, odd_values
from tests.templates_app.hostile.making import Case
from tests.templates_app.hostile.reading import sources
from tests.templates_app.hostile.rendering import dates, growth, loops, numbers

CASES: Final[dict[str, Case]] = {
    name: case
    for group in (loops, growth, numbers, dates, sources, filters, odd_values)
    for name, case in group()
}
