"""A text message service on this machine, which answers as Twilio does."""

import base64
import json
import re

from tests.messaging.mail_services import Answer, Call

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "right"
# Numbers that Twilio itself keeps for tests of refusals: twilio.com/docs/iam/test-credentials.
REFUSED = {
    "+15005550001": (400, 21211, "The 'To' number +15005550001 is not a valid phone number."),
    "+15005550002": (400, 21612, "The 'To' phone number is not reachable."),
    "+15005550003": (400, 21408, "Permission to send an SMS has not been enabled."),
    "+15005550004": (400, 21610, "Attempt to send to unsubscribed recipient"),
    "+15005550009": (400, 21614, "'To' number is not a valid mobile number"),
}


def like_twilio(call: Call) -> Answer:
    if call.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
        return _error(404, 20404, "The requested resource was not found")
    login = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    if call.headers["Authorization"] != f"Basic {login}":
        return _error(401, 20003, "Authenticate")
    form = call.form
    if not form.get("Body"):
        return _error(400, 21602, "Message body is required.")
    if len(form["Body"]) > 1600:
        return _error(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if form["To"] in REFUSED:
        return _error(*REFUSED[form["To"]])
    if not re.fullmatch(r"\+[1-9]\d{6,14}", form["To"]):
        return _error(400, 21211, "Invalid 'To' Phone Number")
    if form.get("From") == "+15005550000":
        return _error(400, 21606, "The From phone number is not a valid, SMS-capable number")
    body = {"sid": "SM" + "0" * 30 + "01", "status": "queued", "to": form["To"], "error_code": None}
    return Answer(201, json.dumps(body))


def _error(status: int, code: int, message: str) -> Answer:
    return Answer(status, json.dumps({"code": code, "message": message, "status": status}))
