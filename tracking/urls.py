"""Where mail services report; what mails fetch is answered before Django (notifyhub/wsgi.py)."""

from django.urls import path

from tracking import views

urlpatterns = [
    path("t/esp/<slug:service>/<uuid:public_id>", views.receive_report, name="tracking-report"),
    path("t/returned", views.receive_returned, name="tracking-returned"),
]
