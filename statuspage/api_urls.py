"""Where programs ask about status pages."""

from django.urls import path

from statuspage import feedback_api, page_api, requests_api

urlpatterns = [
    path("feedback/", feedback_api.FeedbackList.as_view(), name="statuspage-feedback-list"),
    path(
        "feedback/summary/",
        feedback_api.FeedbackSummary.as_view(),
        name="statuspage-feedback-summary",
    ),
    path("requests/", requests_api.Requests.as_view(), name="statuspage-requests"),
    path(
        "requests/<uuid:public_id>/",
        requests_api.OneRequest.as_view(),
        name="statuspage-request",
    ),
    path(
        "requests/<uuid:public_id>/settle/",
        requests_api.Settlement.as_view(),
        name="statuspage-request-settle",
    ),
    path(
        "requests/<uuid:public_id>/tell/",
        requests_api.Telling.as_view(),
        name="statuspage-request-tell",
    ),
    path(
        "stores/<uuid:public_id>/page-settings/",
        page_api.StorePage.as_view(),
        name="statuspage-store-page",
    ),
    path(
        "stores/<uuid:public_id>/faq/",
        page_api.StoreQuestions.as_view(),
        name="statuspage-store-faq",
    ),
]
