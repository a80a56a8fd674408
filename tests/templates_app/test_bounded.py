"""A child that tries templates: bounded, without secrets, replaced when it fails."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from templates_app import samples, trials
from templates_app.data import NotificationKind, Rendered
from templates_app.engine import bounded
from templates_app.engine.environment import TemplateError
from templates_app.previewing import default_words

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("echo", "surroundings", "doze", "hoard", "stubborn", "spin", "die", "refuse", "blunder",
         "reach_for_rows")  # fmt: skip
FUNCTIONS = {name: f"tests.templates_app.child_functions.{name}" for name in NAMES}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[bounded.Pool]:
    """A pool of one whose children know the functions of the tests."""
    monkeypatch.setattr(bounded, "FUNCTIONS", FUNCTIONS)
    made = bounded.Pool(1, FUNCTIONS)
    monkeypatch.setattr(bounded, "_pool", made)
    yield made
    made.close()


def pid_of_child() -> int:
    pid: int = bounded.call("surroundings", {})["pid"]
    return pid


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_alive(pid)


def test_what_goes_in_comes_back(pool: bounded.Pool) -> None:
    odd = {
        "text": "Åse 👩‍🎤 \x00 {{",
        "number": 2**70,
        "list": [None, True, 1.5],
        "deep": {"a": {}},
    }

    assert bounded.call("echo", odd) == odd
    assert bounded.call("echo", {"half": "\ud800"}) == {"half": "?"}


def test_only_what_stands_in_the_table_may_be_called(pool: bounded.Pool) -> None:
    with pytest.raises(KeyError):
        bounded.call("os.system", {})


def test_a_child_is_used_again_and_costs_little(pool: bounded.Pool) -> None:
    first = pid_of_child()
    began = time.perf_counter()
    for _ in range(100):
        bounded.call("echo", {"x": "y" * 10_000})
    each = (time.perf_counter() - began) / 100

    assert pid_of_child() == first
    assert each < 0.05  # 0.2 ms on an idle machine


def test_a_child_knows_no_secret(pool: bounded.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "NOTIFYHUB_ENCRYPTION_KEYS", "SHOPIFY_API_SECRETS"):
        monkeypatch.setenv(name, "s3cret")

    known = bounded.call("surroundings", {})["environment"]

    assert "s3cret" not in str(known)
    assert set(known) <= {*bounded._KEPT, "PYTHONUTF8", "MALLOC_ARENA_MAX", "LC_CTYPE"}


def test_a_child_reaches_no_rows(pool: bounded.Pool) -> None:
    with pytest.raises(TemplateError, match="ImproperlyConfigured"):
        bounded.call("reach_for_rows", {})


def test_a_refusal_keeps_its_place(pool: bounded.Pool) -> None:
    first = pid_of_child()

    with pytest.raises(TemplateError) as refusal:
        bounded.call("refuse", {})

    assert str(refusal.value.place) == "line 7, column 3: no"
    assert pid_of_child() == first


def test_our_own_mistake_is_logged_with_its_story(
    pool: bounded.Pool, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(TemplateError, match="ZeroDivisionError: ours"):
        bounded.call("blunder", {})

    assert "in blunder" in caplog.records[0].story  # type: ignore[attr-defined]  # an extra


def test_too_much_memory_is_refused_and_the_next_call_goes_on(pool: bounded.Pool) -> None:
    assert bounded.call("hoard", {"megabytes": 40}) == {"held": 40}

    with pytest.raises(TemplateError, match="more memory"):
        bounded.call("hoard", {"megabytes": 90})

    assert bounded.call("echo", {"a": 1}) == {"a": 1}


def test_too_much_time_is_refused_within_it(pool: bounded.Pool) -> None:
    first = pid_of_child()
    began = time.monotonic()

    with pytest.raises(TemplateError, match="too long"):
        bounded.call("spin", {})

    assert time.monotonic() - began < 3
    assert pid_of_child() == first, "the alarm sufficed"


def test_a_child_deaf_to_its_alarm_is_killed_and_replaced(pool: bounded.Pool) -> None:
    first = pid_of_child()
    began = time.monotonic()

    with pytest.raises(TemplateError, match="too long"):
        bounded.call("stubborn", {}, seconds=0.2)

    assert time.monotonic() - began < 3
    assert wait_until_gone(first)
    assert pid_of_child() != first


def test_a_child_that_dies_is_replaced(pool: bounded.Pool) -> None:
    for code, words in ((3, "ended the process"), (77, "memory")):
        with pytest.raises(TemplateError, match=words):
            bounded.call("die", {"code": code})

    assert bounded.call("echo", {"a": 1}) == {"a": 1}


def test_a_child_that_died_in_its_sleep_costs_nobody_a_refusal(pool: bounded.Pool) -> None:
    first = pid_of_child()
    os.kill(first, signal.SIGKILL)
    wait_until_gone(first, 0.5)

    assert pid_of_child() != first


def test_a_child_retires_after_its_calls(pool: bounded.Pool) -> None:
    first = pid_of_child()
    for _ in range(600):
        bounded.call("echo", {})

    assert pid_of_child() != first
    assert wait_until_gone(first)


def test_threads_share_the_pool_and_get_their_own_answers(pool: bounded.Pool) -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = [bounded.call("echo", {"n": [number, i]})["n"] for i in range(20)]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: [[number, i] for i in range(20)] for number in range(8)}


def test_callers_beyond_the_pool_wait_and_are_told(
    pool: bounded.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded.call("echo", {})
    monkeypatch.setattr(bounded, "QUEUE_SECONDS", 0.05)
    slow = threading.Thread(target=bounded.call, args=("doze", {}))
    slow.start()
    time.sleep(0.1)

    with pytest.raises(bounded.TooManyPreviews):
        bounded.call("echo", {})

    slow.join()


@pytest.mark.parametrize("end", ["exit", "kill", "fork"])
def test_no_child_outlives_its_parent(end: str) -> None:
    program = f"""
        import os, signal, sys, time
        from django.conf import settings
        settings.configure(NOTIFYHUB_PREVIEW_PROCESSES=1)
        from templates_app.engine import bounded
        bounded.FUNCTIONS = {FUNCTIONS!r}
        print(bounded.call("surroundings", {{}})["pid"], flush=True)
        if "{end}" == "fork":
            if os.fork() == 0:
                print(bounded.call("surroundings", {{}})["pid"], flush=True)
                time.sleep(1)
                os._exit(0)
            os.wait()
        if "{end}" != "exit":
            os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60, check=False,
    )  # fmt: skip

    pids = [int(line) for line in done.stdout.split()]
    assert len(set(pids)) == (2 if end == "fork" else 1)
    assert all(wait_until_gone(pid) for pid in pids)


def test_a_draft_is_rendered_in_a_child_as_it_is_here() -> None:
    words = default_words(NotificationKind.ORDER_CONFIRMATION)
    here = trials.render_here(
        {"sources": words.sources, "brand": {}, "seconds": 9,
         "trials": [{"locale": "nb", "context": samples.plain()}]}
    )  # fmt: skip

    made = trials.render_draft(
        sources=words.sources, brand={}, locale="nb", context=samples.plain()
    )

    assert made.html == here["made"][0]["mail"]["html"]
    assert made.subject == "Ordrebekreftelse #10482"
    assert made.problems == ()


def test_a_matrix_is_rendered_in_one_call() -> None:
    words = default_words(NotificationKind.ORDER_CONFIRMATION)
    wanted = [
        trials.Trial(locale=locale, context=make())
        for locale in ("en", "nb", "da", "sv", "de")
        for make in list(samples.SAMPLES.values())[:5]
    ]

    made = trials.render_drafts(sources=words.sources, brand={}, trials=wanted)

    assert [mail.locale for mail in made if isinstance(mail, Rendered)] == [
        trial.locale for trial in wanted
    ]


def test_a_draft_that_cannot_be_rendered_says_where() -> None:
    sources = {"en": {"subject": "x", "html": "\n {% for i in (1..99999999) %}x{% endfor %}"}}

    with pytest.raises(TemplateError) as refusal:
        trials.render_draft(sources=sources, brand={}, locale="en", context=samples.plain())

    assert (refusal.value.place.line, refusal.value.place.column) == (2, 5)


def test_sources_are_checked_strictly_or_as_shopify_does() -> None:
    sources = {
        "en": {"subject": "Order {{ name }}", "html": "a\n{% if (name == 'x') %}y{% endif %}"},
        "nb": {"subject": "{{ name", "html": "{{ 1 | divided_by: 0 }}"},
    }

    lax = trials.check_sources(sources)
    strict = trials.check_sources(sources, is_strict=True)

    assert [(each.locale, each.part, each.place.line, each.is_warning) for each in lax] == [
        ("en", "html", 2, True),
        ("nb", "subject", 1, False),
        ("nb", "html", 1, False),
    ]
    assert [(each.locale, each.part) for each in strict if not each.is_warning] == [
        ("en", "html"),
        ("nb", "subject"),
        ("nb", "html"),
    ]
