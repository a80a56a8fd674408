"""A hostile template costs at most a second of the processor, and is refused with a reason."""

import contextlib
import gc
import time

import pytest

from templates_app.engine import budgets
from templates_app.engine.environment import Options, TemplateError, parse

HOSTILE = {
    "a loop of a thousand million": "{% for i in (1..1000000000) %}x{% endfor %}",
    "the same, backwards": "{% for i in (1..1000000000) reversed %}x{% endfor %}",
    "loops in loops": "{% for a in (1..999) %}{% for b in (1..999) %}{% for c in (1..999) %}x"
    "{% endfor %}{% endfor %}{% endfor %}",
    "loops one after the other": "{% for a in (1..9999) %}x{% endfor %}" * 50,
    "a range joined": "{{ (1..1000000000) | join: ',' }}",
    "a range sorted": "{{ (1..100000000) | sort | join }}",
    "doubling by append": "{% assign a = 'xxxxxxxxxx' %}"
    "{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
    "doubling by capture": "{% assign a = 'xxxxxxxxxx' %}"
    "{% for i in (1..60) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}",
    "doubling by replace": "{% assign a = 'xxxxxxxxxx' %}"
    "{% for i in (1..60) %}{% assign a = a | replace: 'x', a %}{% endfor %}",
    "doubling by join": "{% assign a = 'x,x,x,x' %}"
    "{% for i in (1..60) %}{% assign a = a | split: ',' | join: a %}{% endfor %}",
    "a huge number": "{% assign n = 9 %}"
    "{% for i in (1..60) %}{% assign n = n | times: n %}{% endfor %}{{ n }}",
    "too long a source": "x" * 300_001,
    "too many tags": "{% if a %}{% endif %}" * 5_000,
    "too many outputs": "{{ a }}" * 6_000,
    "too deep": "{% if a %}" * 60 + "{% endif %}" * 60,
    "a table without end": "{% tablerow i in (1..1000000000) %}x{% endtablerow %}",
    "too much text": "{% assign a = 'xxxxxxxxxx' %}"
    "{% for i in (1..14) %}{% assign a = a | append: a %}"
    "{% endfor %}{% for i in (1..900) %}{{ a }}{% endfor %}",
}
BORING = {
    "filters without end": "{{ 'x'" + " | upcase" * 20_000 + " }}",
    "conditions without end": "{% if a" + " or a" * 20_000 + " %}x{% endif %}",
    "brackets without end": "{{ a" + "[0]" * 20_000 + " }}",
    "brackets within brackets": "{{ " + "a[" * 5_000 + "0" + "]" * 5_000 + " }}",
    "parentheses without end": "{% if " + "(" * 20_000 + " %}x{% endif %}",
    "a source of braces": "{" * 9_000,
    "an include of itself": "{% include 'x' %}{% render 'x' %}",
    "raw without end": "{% raw %}" * 4_900,
    "closings first": "}}" * 4_000 + "{{a" * 4_000,
    "a long raw": "{% raw %}" + "{{ x " * 4_000 + "{% endraw %}",
    "an endless comment": "{% comment %}" * 4_000,
    "empty loops": "{% for a in (1..999) %}{% for b in (1..99) %}{% endfor %}{% endfor %}",
    "a wild date": "{{ '" + "9" * 3_000 + "' | date: '%Y' }}{{ 'now' | date: '%999999999Y' }}",
    "a wild size": "{{ 'https://cdn.shopify.com/x' | img_url: '" + "9" * 5_000 + "x' }}",
    "a wild slice": "{{ 'abc' | slice: 0, 99999999999999999999 }}",
    "a wild round": "{{ 1.5 | round: 99999999 }}{{ '1e99999999' | plus: 1 }}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bomb_is_refused_within_a_second(name: str) -> None:
    began = time.thread_time()

    with pytest.raises(TemplateError) as refusal:
        parse(HOSTILE[name]).render({}, Options())

    assert time.thread_time() - began < 1
    assert refusal.value.place.message


@pytest.mark.parametrize("name", BORING)
def test_what_only_looks_like_a_bomb_ends_within_a_second(name: str) -> None:
    began = time.thread_time()

    with contextlib.suppress(TemplateError):  # refused is as good as done
        parse(BORING[name]).render({"a": [0]}, Options())

    assert time.thread_time() - began < 1


def test_the_clock_ends_what_no_other_budget_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "LOOPS", 10**12)
    monkeypatch.setattr(budgets, "LIST_ITEMS", 10**12)
    began = time.thread_time()

    with pytest.raises(TemplateError, match="too long"):
        parse("{% for a in (1..999999999) %}{{ a | upcase }}{% endfor %}").render({}, Options())

    assert time.thread_time() - began < 1


def test_a_look_through_the_whole_heap_is_not_the_templates_time() -> None:
    much = [{"a": number} for number in range(100_000)]

    with budgets.running(0.05) as run:
        budgets.check_clock()  # it begins with the first look
        ends_at = run.ends_at
        began = time.thread_time()
        gc.collect()
        took = time.thread_time() - began

        assert len(much) == 100_000  # still held
        assert run.ends_at is not None
        assert ends_at is not None
        assert took * 0.9 < run.ends_at - ends_at <= took
