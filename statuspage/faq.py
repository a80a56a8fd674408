"""Questions and answers of a store's page: what stands there in which language, and its verbs."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from common import locales
from common.errors import DomainError
from messaging.addresses import one_line
from statuspage.frame import OFFERED
from statuspage.models import FaqEntry
from stores.models import Store

MOST: Final = 30  # of a language: a page is read, not searched
LONGEST_QUESTION, LONGEST_ANSWER = 200, 4000
ROOM: Final = 5_000  # bytes of the order's page, which stays below 30 kB


class FaqRefused(DomainError):
    """A question cannot be kept like this; the message says why."""

    code = "faq-refused"


def questions_for(store: Store, wanted: Iterable[str]) -> list[FaqEntry]:
    """Those of the first language on the chains of the wanted ones that has any. One query."""
    tried = [tag for each in (*wanted, store.locale, "en") for tag in locales.chain(each)]
    rows = FaqEntry.objects.filter(store=store, locale__in=set(tried))
    found: dict[str, list[FaqEntry]] = {}
    for row in rows.order_by("position", "id"):
        found.setdefault(row.locale, []).append(row)
    return next((found[tag] for tag in tried if tag in found), [])


def with_room(questions: Sequence[FaqEntry]) -> list[FaqEntry]:
    """The first of them, as many as the order's page has room for."""
    left = ROOM
    shown = []
    for each in questions:
        left -= len(linebreaks(each.answer, autoescape=True).encode())
        left -= len(escape(each.question).encode())
        if left < 0:
            break
        shown.append(each)
    return shown


def questions_in(*, store: Store, locale: str = "") -> list[FaqEntry]:
    """What a store wrote, in its order; in one language, or in all. One query."""
    rows = FaqEntry.objects.filter(store=store)
    if locale:
        rows = rows.filter(locale=locales.normal(locale))
    return list(rows.order_by("locale", "position", "id"))


@transaction.atomic
def add_question(
    *, store: Store, locale: str, question: str, answer: str, actor: str, now: datetime
) -> FaqEntry:
    """Put a question at the end of its language. Raises FaqRefused."""
    tag = _known(locale)
    question, answer = _written(question, answer)
    _locked(store)
    rows = FaqEntry.objects.filter(store=store, locale=tag)
    if rows.count() >= MOST:
        raise FaqRefused(_("There are %(n)s questions already: remove one first.") % {"n": MOST})
    last = rows.aggregate(last=Max("position"))["last"]
    return FaqEntry.objects.create(
        store=store,
        locale=tag,
        position=0 if last is None else last + 1,
        question=question,
        answer=answer,
        changed_at=now,
        changed_by=actor[:254],
    )


@transaction.atomic
def change_question(
    *, entry: FaqEntry, question: str, answer: str, actor: str, now: datetime
) -> bool:
    """Write it anew. False if it says so already. Raises FaqRefused."""
    question, answer = _written(question, answer)
    row = FaqEntry.objects.select_for_update().get(pk=entry.pk)
    if (row.question, row.answer) == (question, answer):
        return False
    row.question, row.answer = question, answer
    row.changed_at, row.changed_by = now, actor[:254]
    row.save()
    return True


@transaction.atomic
def move_question(*, entry: FaqEntry, by: int, actor: str, now: datetime) -> bool:
    """Exchange it with its neighbour above (-1) or below (1). False at the end of the list."""
    _locked(entry.store)
    rows = list(
        FaqEntry.objects.filter(store=entry.store_id, locale=entry.locale)
        .select_for_update()
        .order_by("position", "id")
    )
    places = [row.pk for row in rows]
    here = places.index(entry.pk)
    there = here + (1 if by > 0 else -1)
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    rows[there].changed_at, rows[there].changed_by = now, actor[:254]
    FaqEntry.objects.bulk_update(rows, ["position", "changed_at", "changed_by"])
    return True


def remove_question(*, entry: FaqEntry) -> bool:
    """Take it from the page. False if it was gone."""
    return bool(FaqEntry.objects.filter(pk=entry.pk).delete()[0])


@transaction.atomic
def replace_questions(
    *, store: Store, locale: str, pairs: Sequence[tuple[str, str]], actor: str, now: datetime
) -> list[FaqEntry]:
    """All of one language, in this order; an empty list takes them away. Raises FaqRefused."""
    tag = _known(locale)
    if len(pairs) > MOST:
        raise FaqRefused(_("At most %(n)s questions stand on a page.") % {"n": MOST})
    written = [_written(*pair) for pair in pairs]
    _locked(store)
    FaqEntry.objects.filter(store=store, locale=tag).delete()
    rows = [
        FaqEntry(
            store=store,
            public_id=uuid.uuid4(),
            locale=tag,
            position=place,
            question=question,
            answer=answer,
            changed_at=now,
            changed_by=actor[:254],
        )
        for place, (question, answer) in enumerate(written)
    ]
    return FaqEntry.objects.bulk_create(rows)


def hold_questions(*, store: Store) -> None:
    """Let nobody else add, change or remove questions until the transaction ends. Two queries."""
    _locked(store)
    list(FaqEntry.objects.select_for_update().filter(store=store).order_by("pk"))


def _locked(store: Store) -> None:
    """Two people who add at once take turns: places and the limit stay true."""
    Store.objects.select_for_update(of=("self",)).get(pk=store.pk)


def _known(locale: str) -> str:
    tag = locales.normal(locale)
    if tag not in OFFERED:
        raise FaqRefused(_("The page is not shown in this language: choose one of the list."))
    return tag


def _written(question: str, answer: str) -> tuple[str, str]:
    asked = one_line(question, LONGEST_QUESTION + 1)
    said = answer.replace("\x00", "").replace("\r\n", "\n").strip()
    if not asked or not said:
        raise FaqRefused(_("Write both the question and its answer."))
    if len(asked) > LONGEST_QUESTION or len(said) > LONGEST_ANSWER:
        raise FaqRefused(
            _("A question has at most %(q)s letters, an answer %(a)s.")
            % {"q": LONGEST_QUESTION, "a": LONGEST_ANSWER}
        )
    return asked, said
