"""Settings of django-allauth: the stages of a log-in, second factors, and who says so once more.

Its own pages for sign-up, e-mail addresses and passwords are not mounted: see desk/accounts/urls.
"""

from typing import Any


def account_settings(*, is_local: bool, proxy_count: int) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "desk.accounts.adapters.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        # An e-mail is confirmed before there is a person: stores/signing_up, stores/inviting.
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ALLAUTH_TRUSTED_PROXY_COUNT": proxy_count,
        "MFA_ADAPTER": "desk.accounts.adapters.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # of addresses in a table of its own, which is empty
        "MFA_TOTP_ISSUER": "NotifyHub",
        "MFA_TOTP_TOLERANCE": 1,  # clocks of phones are some seconds off
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        # Browsers themselves allow keys without HTTPS at "localhost" alone.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": is_local,
    }
