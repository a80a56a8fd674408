"""Routes of these pages, below admin/."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.statuspages import pages, questions, queue

ROUTES: Final[list[tuple[str, Callable[..., HttpResponse], str]]] = [
    ("requests/", queue.page, "requests_changelist"),
    ("requests/<uuid:public_id>/settle/", queue.settle, "requests_settle"),
    ("requests/<uuid:public_id>/tell/", queue.tell, "requests_tell"),
    ("status-pages/", pages.page, "statuspages_changelist"),
    ("status-pages/<int:store_id>/", pages.change, "statuspages_change"),
    ("status-pages/<int:store_id>/questions/", questions.add, "statuspages_question_add"),
    ("status-pages/questions/<uuid:public_id>/", questions.change, "statuspages_question_change"),
    ("status-pages/questions/<uuid:public_id>/move/", questions.move, "statuspages_question_move"),
    (
        "status-pages/questions/<uuid:public_id>/remove/",
        questions.remove,
        "statuspages_question_remove",
    ),
]
