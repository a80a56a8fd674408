"""Whatever a buyer or somebody at a shop types stays text, in each kind of mail."""

from typing import Any

import pytest
from lxml import html as lxml_html

from templates_app import rendering, samples
from tests.templates_app.mails import KINDS, SAMPLES, default_words

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></script><script>alert(1)</script>",
    "--><iframe src=javascript:alert(1)>",
    "javascript:alert(1)",
    "{{ shop.email }}{% raw %}",
]


# What only programs write: codes, times, addresses that were checked.
CODES = {"brand", "currency", "delivery_method", "type", "target_type", "target_selection", "kind",
         "country_code", "cancel_reason", "gateway", "status", "permanent_domain", "src",
         "state"}  # fmt: skip
OF_PROGRAMS = ("url", "_at", "_on", "_until", "date")


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_stays_text(kind: str, vector: str) -> None:
    for sample in (name for each, name in SAMPLES if each == kind):
        html = html_with(kind, sample, vector)

        assert shape(html) == shape(html_with(kind, sample, "tame"))
        page = lxml_html.document_fromstring(html)
        assert {script.get("type") for script in page.iter("script")} <= {"application/ld+json"}
        for element in page.iter("*"):
            for name, value in element.attrib.items():
                assert not name.startswith("on")
                assert not value.strip().lower().startswith("javascript")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_is_shown(kind: str) -> None:
    assert html_with(kind, "plain", "&<b>").count("&amp;&lt;b&gt;") >= 3


def html_with(kind: str, sample: str, text: str) -> str:
    context = typed(samples.for_kind(kind)[sample](), text)
    return rendering.render(revision=default_words(kind), locale="en", context=context).html


def typed(value: Any, text: str, key: str = "") -> Any:
    """The context with `text` behind every word that a person types."""
    if key in CODES or key.endswith(OF_PROGRAMS):
        return value
    if isinstance(value, dict):
        return {inner: typed(each, text, inner) for inner, each in value.items()}
    if isinstance(value, list):
        return [typed(each, text, key) for each in value]
    return f"{value}{text}" if isinstance(value, str) and value else value


def shape(html: str) -> list[str]:
    return [element.tag for element in lxml_html.document_fromstring(html).iter("*")]
