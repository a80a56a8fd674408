"""How each mail service signs its posts, with keys of a test."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.tracking.mail_services import Post

EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BASIC = "hub:s3cret"
SIGNING = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()


def public(key: Any) -> str:
    return str(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "ascii"
    )


BY_PASSWORD = {"amazon_ses", "brevo", "mailjet", "postmark", "sparkpost"}


def secret_of(service: str) -> str:
    if service in BY_PASSWORD:
        return BASIC
    return {"postal": public(RSA_KEY), "sendgrid": public(EC_KEY)}.get(service, SIGNING)


def sign(service: str, post: Post, *, url: str, secret: str = "") -> Post:
    """As the service does, with the secret that both sides know, or with another one."""
    if service in BY_PASSWORD:
        basic = base64.b64encode((secret or BASIC).encode()).decode()
        post.headers["Authorization"] = f"Basic {basic}"
        return post
    key = (secret or SIGNING).encode()
    if service in ("mailersend", "mailtrap"):
        name = "Signature" if service == "mailersend" else "Mailtrap-Signature"
        post.headers[name] = hmac.new(key, post.body, hashlib.sha256).hexdigest()
        return post
    return _SIGN[service](post, key, url, bool(secret))


def _sign_mailgun(post: Post, key: bytes, _url: str, _is_other: bool) -> Post:
    stamp, token = str(int(time.time())), uuid.uuid4().hex
    signature = hmac.new(key, f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    block = {"timestamp": stamp, "token": token, "signature": signature}
    post.body = json.dumps({**json.loads(post.body), "signature": block}).encode()
    return post


def _sign_mandrill(post: Post, key: bytes, url: str, _is_other: bool) -> Post:
    text = url + "".join(name + value for name, value in sorted(parse_qsl(post.body.decode())))
    digest = hmac.new(key, text.encode(), hashlib.sha1).digest()
    post.headers["X-Mandrill-Signature"] = base64.b64encode(digest).decode()
    return post


def _sign_resend(post: Post, key: bytes, _url: str, _is_other: bool) -> Post:
    name, stamp = f"msg_{hashlib.sha256(post.body).hexdigest()}", str(int(time.time()))
    secret = base64.b64decode(key.decode().removeprefix("whsec_"))
    signed = f"{name}.{stamp}.".encode() + post.body
    digest = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    post.headers |= {"svix-id": name, "svix-timestamp": stamp, "svix-signature": f"v1,{digest}"}
    return post


def _sign_sendgrid(post: Post, _key: bytes, _url: str, is_other: bool) -> Post:
    key = ec.generate_private_key(ec.SECP256R1()) if is_other else EC_KEY
    stamp = str(int(time.time()))
    signature = key.sign(stamp.encode() + post.body, ec.ECDSA(hashes.SHA256()))
    post.headers |= {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
    }
    return post


def _sign_postal(post: Post, _key: bytes, _url: str, is_other: bool) -> Post:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if is_other else RSA_KEY
    signature = key.sign(post.body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - Postal's choice
    post.headers["X-Postal-Signature"] = base64.b64encode(signature).decode()
    return post


def _sign_unisender(post: Post, key: bytes, _url: str, _is_other: bool) -> Post:
    body = post.body.replace(b"AUTH", key)
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
    post.body = post.body.replace(b"AUTH", digest.encode())
    return post


_SIGN = {
    "mailgun": _sign_mailgun,
    "mandrill": _sign_mandrill,
    "postal": _sign_postal,
    "resend": _sign_resend,
    "sendgrid": _sign_sendgrid,
    "unisender_go": _sign_unisender,
}
