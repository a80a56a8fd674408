"""One address; in production the hot edge answers it before Django is asked (notifyhub/wsgi.py)."""

from django.urls import path

from intake import views

urlpatterns = [path("in/shopify/<str:public_id>", views.receive_webhook, name="intake-webhook")]
