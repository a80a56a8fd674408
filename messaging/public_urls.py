"""Where text message services call us; the API's addresses stand in urls.py."""

from django.urls import path

from messaging import twilio_doors

urlpatterns = [
    path("t/sms/<uuid:public_id>", twilio_doors.receive_answer, name="messaging-sms-answer"),
    path("t/sms/<uuid:public_id>/<uuid:key>", twilio_doors.receive_fate, name="messaging-sms-fate"),
]
