"""GET /metrics: what it shows, and to whom."""

from io import BytesIO
from typing import Any

import pytest

from messaging import stages
from messaging.models import StageFigure
from notifyhub import wsgi
from stores import opening

pytestmark = pytest.mark.django_db
KEY = "a key for those who watch"


@pytest.fixture(autouse=True)
def _is_open(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setitem(opening._state, "is_open", True)
    settings.NOTIFYHUB_METRICS_KEY = KEY


@pytest.fixture(autouse=True)
def _is_new(db: None) -> None:
    """Nothing was counted yet, whatever this process and others did before."""
    stages._histograms.drain()
    StageFigure.objects.all().delete()


def ask(path: str = "/metrics", *, bearer: str = f"Bearer {KEY}", method: str = "GET") -> Any:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "HTTP_AUTHORIZATION": bearer,
    }
    body = wsgi.application(environ, lambda status, *_: said.append(status))  # type: ignore[arg-type]  # a stand-in for the server's
    return said[0][:3], b"".join(body).decode()


def test_each_stage_is_shown_from_the_first_minute() -> None:
    status, text = ask()

    assert status == "200"
    for stage in stages.Stage:
        assert f'notifyhub_stage_seconds_count{{stage="{stage}"}} 0' in text


def test_buckets_add_up_as_prometheus_wants_them() -> None:
    for place, count, seconds in ((0, 3, 0.01), (5, 4, 0.8), (len(stages.BOUNDS), 1, 400.0)):
        StageFigure.objects.create(stage="whole", place=place, count=count, seconds=seconds)

    _, text = ask()

    shown = dict(line.rsplit(" ", 1) for line in text.splitlines() if '"whole"' in line)
    name = "notifyhub_stage_seconds"
    assert shown[f'{name}_bucket{{stage="whole",le="0.005"}}'] == "3"
    assert shown[f'{name}_bucket{{stage="whole",le="0.1"}}'] == "3"
    assert shown[f'{name}_bucket{{stage="whole",le="0.25"}}'] == "7"
    assert shown[f'{name}_bucket{{stage="whole",le="300.0"}}'] == "7"
    assert shown[f'{name}_bucket{{stage="whole",le="+Inf"}}'] == "8"
    assert shown[f'{name}_count{{stage="whole"}}'] == "8"
    assert shown[f'{name}_sum{{stage="whole"}}'] == "400.810000"


@pytest.mark.parametrize("bearer", ["", "Bearer", "Bearer another", KEY, "Bearer kläm"])
def test_who_has_not_the_key_sees_no_figure(bearer: str) -> None:
    status, text = ask(bearer=bearer)

    assert status == "401"
    assert "stage" not in text


def test_nothing_is_changed_there() -> None:
    assert ask(method="POST")[0] == "405"
    assert ask(method="HEAD") == ("200", "")


def test_an_installation_without_a_key_has_no_such_page(settings: Any) -> None:
    settings.NOTIFYHUB_METRICS_KEY, settings.IS_LOCAL = "", False

    assert ask()[0] == "404"
    assert ask("/metricsx")[0] == "404"


def test_a_local_installation_shows_them_without_a_key(settings: Any) -> None:
    settings.NOTIFYHUB_METRICS_KEY, settings.IS_LOCAL = "", True

    assert ask(bearer="")[0] == "200"
