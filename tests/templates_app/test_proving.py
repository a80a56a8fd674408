"""After publishing, words are tried both ways; what came of it is kept, shown and believed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stores.models import Agency
from stores.scope import every_store
from templates_app import previewing, proving, rendering, samples, ways
from templates_app.data import NotificationKind
from templates_app.engine import bounded
from templates_app.engine.environment import Place, TemplateError
from templates_app.models import Revision, Wording
from templates_app.prepared import USES_BEFORE
from templates_app.proving_here import prove_here
from templates_app.ways import COMPILED, INLINED, INTERPRETED, PRESSED, Way
from tests.factories.templates_app import make_confirmation
from tests.templates_app.fleets import KIND

PAGE = (
    "<!doctype html><html><head><title>x</title><style>{style}</style></head>"
    "<body>{body}</body></html>"
)


def found(body: str, style: str = "p{margin:0}", subject: str = "Order {{ name }}") -> Way:
    html = PAGE.replace("{style}", style).replace("{body}", body)
    request = {
        "kind": NotificationKind.ORDER_CONFIRMATION.value,
        "source": {"subject": subject, "html": html},
        "locale": "nb",
        "brand": samples.plain()["notifyhub"]["brand"],
    }
    return Way(**prove_here(request))


@pytest.fixture(autouse=True)
def _scope() -> Iterator[None]:
    with every_store(because="a test of proofs, which are found for all agencies"):
        yield


def published(agency: Agency) -> Revision:
    make_confirmation(agency)
    return Revision.objects.select_related("wording").get()


def test_plain_words_go_the_quick_way() -> None:
    assert found("<p>{{ name }}</p>") == Way(engine=COMPILED, css=PRESSED)


def test_styles_that_depend_on_neighbours_are_inlined_mail_by_mail() -> None:
    way = found("<p>{{ name }}</p>", style="p+p{margin:0}")

    assert (way.engine, way.css) == (COMPILED, INLINED)
    assert "depends on more" in way.css_reason


def test_a_colour_that_buyers_could_choose_is_not_pressed() -> None:
    way = found('<p style="color:{{ name }}">a</p>')

    assert (way.engine, way.css) == (COMPILED, INLINED)
    assert way.css_reason


def test_what_reads_another_template_is_interpreted() -> None:
    way = found("<p>{{ name }}{% include 'x' %}</p>")

    assert (way.engine, way.css) == (INTERPRETED, INLINED)
    assert "IncludeNode" in way.engine_reason


def test_a_template_that_says_something_else_compiled_stays_interpreted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("templates_app.engine.compiled.helpers.escape_text", str)
    monkeypatch.setattr("templates_app.engine.compiled.emitting.escape_text", str)

    way = found("<p>{{ line_items | json }}</p>")

    assert (way.engine, way.css) == (INTERPRETED, INLINED)
    assert way.engine_reason == "the compiled template says something else"


@pytest.mark.django_db
def test_published_words_are_proven_once_for_each_release(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = published(agency)

    assert proving.prove_wordings() == 1
    assert proving.prove_wordings() == 0
    proof = Wording.objects.get(pk=revision.wording_id).proof
    assert set(proof["locales"]) == set(revision.locales)
    assert ways.together(proof) == Way(engine=COMPILED, css=PRESSED)

    monkeypatch.setattr(ways, "release", lambda: "the next")

    assert ways.proven(proof, "nb") is None
    assert proving.prove_wordings() == 1


@pytest.mark.django_db
def test_only_what_is_sent_now_is_proven(agency: Agency) -> None:
    first = published(agency)
    Revision.objects.bulk_create([
        Revision(
            agency=agency, template=first.template, kind=KIND, number=2, brand=first.brand,
            wording=Wording.objects.create(
                agency=agency, fingerprint="other", kind=KIND, locales=["en"], blocks=[],
                sources={"en": {"subject": "a", "html": "<p>b</p>"}}, created_at=timezone.now(),
            ),
            created_at=timezone.now(), created_by="Anna",
        )
    ])  # fmt: skip

    assert [wording.fingerprint for wording in proving.unproven()] == ["other"]


@pytest.mark.django_db
def test_the_proof_may_be_written_and_the_words_may_not(agency: Agency) -> None:
    wording = published(agency).wording

    assert Wording.objects.filter(pk=wording.pk).update(proof={"release": "x"}) == 1
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Wording.objects.filter(pk=wording.pk).update(sources={})


@pytest.mark.django_db
def test_words_that_overstay_in_their_child_are_interpreted(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_named: object) -> dict[str, Any]:
        raise TemplateError(Place(message="took too long"))

    revision = published(agency)
    monkeypatch.setattr(bounded, "call", refuses)

    proving.prove_wordings()

    way = ways.together(Wording.objects.get(pk=revision.wording_id).proof)
    assert way is not None
    assert (way.engine, way.engine_reason) == (INTERPRETED, "took too long")


@pytest.mark.parametrize(
    "way", [Way(engine=COMPILED, css=PRESSED), Way(engine=COMPILED), Way(engine_reason="no")]
)
def test_a_worker_believes_the_proof(way: Way) -> None:
    kind = NotificationKind.ORDER_CONFIRMATION
    default = previewing.default_words(kind)
    proof = {"release": ways.release(), "locales": {"nb": way.as_json()}}
    words = previewing.DraftWords(
        fingerprint=f"proven {way}", locales=["nb"], sources=default.sources, proof=proof
    )
    for _ in range(USES_BEFORE):
        mail = rendering.render(
            revision=words, locale="nb", context=samples.rich(), is_sending=True
        )

    kept = rendering._parsed[words.fingerprint, "nb"]
    assert (kept.compiled is not None) == (way.engine == COMPILED)
    assert (kept.quick is not None) == (way.css == PRESSED)
    assert mail.subject
    assert mail.text
