"""Two doors; in production the hot edge answers Shopify's before Django (notifyhub/wsgi.py)."""

from django.urls import path

from intake import views

urlpatterns = [
    path("in/shopify/<str:public_id>", views.receive_webhook, name="intake-webhook"),
    path("in/carriers/<str:public_id>", views.receive_tracking, name="intake-tracking"),
]
