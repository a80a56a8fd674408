"""Every setting, read once, failing loudly. docs/operations.md says what each means.

With DATABASE_URL unset the installation is *local*: embedded Postgres and broker, secrets generated
into .local/. With DATABASE_URL set it is a real one, and secrets must be given.
"""

from pathlib import Path

import django_stubs_ext
import environ
from csp import constants as csp
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from common import logs, valkey
from common.embedded import places, vault
from notifyhub import look
from notifyhub.account_settings import account_settings
from notifyhub.api_settings import REST_FRAMEWORK as REST_FRAMEWORK
from notifyhub.api_settings import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from notifyhub.broker_settings import celery_settings
from notifyhub.database_settings import databases

# Lets `models.TextField[str, str]` and `ModelAdmin[Order]` be written, as the type checker wants.
django_stubs_ext.monkeypatch()

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

IS_LOCAL = not env.str("DATABASE_URL", default="")


def _secret(name: str, make: str) -> str:
    """A secret of the environment; a local installation makes its own once."""
    if IS_LOCAL and not env.str(name, default=""):
        return vault.local_secret(BASE_DIR, name, make)
    value: str = env.str(name)
    return value


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _secret("SECRET_KEY", "token")
# Earlier keys: sessions and log-in links made by them still hold.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Earlier keys that hold for nothing but links, pixels and refs in mails, and for those always.
NOTIFYHUB_RETIRED_LINK_KEYS = env.list("NOTIFYHUB_RETIRED_LINK_KEYS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if IS_LOCAL else environ.Env.NOTSET
)
NOTIFYHUB_BASE_URL = env.str("NOTIFYHUB_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Where pictures in mails are found; a host of its own keeps them apart from log-ins.
NOTIFYHUB_PICTURES_URL = env.str("NOTIFYHUB_PICTURES_URL", default=NOTIFYHUB_BASE_URL).rstrip("/")
NOTIFYHUB_ENCRYPTION_KEYS = _secret("NOTIFYHUB_ENCRYPTION_KEYS", "fernet").split(",")
# Where erasures are written down outside of the database, so that a restored dump forgets again;
# and the keys of the hashes in it, newest first. See Note [The ledger outlives the dump].
NOTIFYHUB_LEDGER = env.str(
    "NOTIFYHUB_LEDGER", default=str(places.home(BASE_DIR) / "ledger") if IS_LOCAL else ""
)
NOTIFYHUB_LEDGER_KEYS = env.list("NOTIFYHUB_LEDGER_KEYS", default=[]) or [SECRET_KEY]
# How long it is kept who changed what; a year at least.
NOTIFYHUB_CHANGES_DAYS = env.int("NOTIFYHUB_CHANGES_DAYS", default=730)

INSTALLED_APPS = [
    "notifyhub",  # the front hall: commands, and templates, static files and words of its own
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "desk.frame.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_ace",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "stores",
    "templates_app",
    "orders",
    "shipping",
    "messaging",
    "tracking",
    "analytics",
    "statuspage",
    "automations",
    "outbound",
    "intake",
    "fleet",
    "desk",
]

MIDDLEWARE = [
    "statuspage.middleware.SameForAllMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.api.middleware.ProgramsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stores.middleware.ActorMiddleware",
]

ROOT_URLCONF = "notifyhub.urls"
WSGI_APPLICATION = "notifyhub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "stores.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "notifyhub" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.privacy.wearing.worn",
            ]
        },
    }
]

# Sessions assume a role that owns nothing, so that row-level security binds them.
NOTIFYHUB_DATABASE_ROLE = env.str("NOTIFYHUB_DATABASE_ROLE", default="notifyhub_app")
DATABASES = databases(env, here=places.database_url(BASE_DIR), role=NOTIFYHUB_DATABASE_ROLE)
DATABASE_ROUTERS = ["common.db.replica.Router"]
# A replica that is further behind than this is not read.
NOTIFYHUB_REPLICA_LAG_SECONDS = env.float("NOTIFYHUB_REPLICA_LAG_SECONDS", default=30.0)

# The bell, and where processes count together: in the broker, where that is a Valkey.
BROKER_URL = env.str("BROKER_URL", default="") or places.broker_url(BASE_DIR)
NOTIFYHUB_VALKEY_URL = env.str("NOTIFYHUB_VALKEY_URL", default="") or BROKER_URL
# What may be forgotten, as wrong guesses at a log-in: where all processes count.
CACHES = {"default": valkey.cache_at(NOTIFYHUB_VALKEY_URL)}
vars().update(celery_settings(BROKER_URL))

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # how long the link lives that a new person is given
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("nb", _("Norwegian bokmål")),
    ("da", _("Danish")),
    ("sv", _("Swedish")),
    ("zh-hans", _("Simplified Chinese")),
]
# Buyers also read what no admin is in: of these only their words are translated.
NOTIFYHUB_BUYERS_LANGUAGES = [*(code for code, _name in LANGUAGES), "de", "fr"]
LOCALE_PATHS = [BASE_DIR / "notifyhub" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = IS_LOCAL

# Looks at the announced length before a byte of a large upload is read.
FILE_UPLOAD_HANDLERS = [
    "common.uploads.OnlySoMuch",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Behind HTTPS unless local.
NOTIFYHUB_IS_HTTPS = env.bool("NOTIFYHUB_IS_HTTPS", default=not IS_LOCAL)
SECURE_SSL_REDIRECT = NOTIFYHUB_IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if NOTIFYHUB_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = NOTIFYHUB_IS_HTTPS
SECURE_HSTS_PRELOAD = NOTIFYHUB_IS_HTTPS
SESSION_COOKIE_SECURE = NOTIFYHUB_IS_HTTPS
CSRF_COOKIE_SECURE = NOTIFYHUB_IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NOTIFYHUB_IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
# Nothing from elsewhere runs, and nothing is sent elsewhere. Unfold's Alpine.js evaluates its
# attributes, hence 'unsafe-eval'; pictures come from shops. Pages that need less say so.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "script-src": [csp.SELF, csp.UNSAFE_INLINE, csp.UNSAFE_EVAL],
        "style-src": [csp.SELF, csp.UNSAFE_INLINE],
        "img-src": [csp.SELF, "data:", "https:", NOTIFYHUB_PICTURES_URL],
        "font-src": [csp.SELF, "data:"],
        "object-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # wants DENY; our own pages frame previews of mails
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Our public app at Shopify: its client id, and its client secrets, newest first (the others are
# rotated out). Without them stores are connected by token and secret of a custom app.
SHOPIFY_API_KEY = env.str("SHOPIFY_API_KEY", default="")
SHOPIFY_API_SECRETS = env.list("SHOPIFY_API_SECRETS", default=[])
# What it also asks for, of what Shopify grants to an app apart: "read_all_orders".
SHOPIFY_API_EXTRA_SCOPES = env.list("SHOPIFY_API_EXTRA_SCOPES", default=[])
# Where shops answer; another place only where Shopify is played.
NOTIFYHUB_SHOPIFY_URL = env.str("NOTIFYHUB_SHOPIFY_URL", default="https://{shop}")
# How long the hot edge remembers a store's signing secrets; how long uninstalling and redaction
# wait before they take effect.
NOTIFYHUB_SIGNING_KEYS_SECONDS = env.float("NOTIFYHUB_SIGNING_KEYS_SECONDS", default=30.0)
NOTIFYHUB_GRACE_SECONDS = env.int("NOTIFYHUB_GRACE_SECONDS", default=3600)
# Proxies of our own in front of us, each of which adds an address to X-Forwarded-For.
NOTIFYHUB_PROXY_COUNT = env.int("NOTIFYHUB_PROXY_COUNT", default=0)
NOTIFYHUB_WEB_THREADS = env.int("NOTIFYHUB_WEB_THREADS", default=32)

# How people log in, with second factors; and whether strangers may found agencies by themselves.
vars().update(account_settings(is_local=IS_LOCAL, proxy_count=NOTIFYHUB_PROXY_COUNT))
NOTIFYHUB_SIGNUP = env.str("NOTIFYHUB_SIGNUP", default="open" if IS_LOCAL else "closed")
if NOTIFYHUB_SIGNUP not in ("open", "closed"):
    raise ImproperlyConfigured("NOTIFYHUB_SIGNUP is either open or closed.")

# How often a process looks for newer lists of networks, and how long opens and clicks are kept one
# by one; what was found by them stays.
NOTIFYHUB_NETWORKS_SECONDS = env.float("NOTIFYHUB_NETWORKS_SECONDS", default=300.0)
NOTIFYHUB_HITS_DAYS = env.int("NOTIFYHUB_HITS_DAYS", default=30)

# Sending: how long a worker may hold a message, how long one conversation with a mail server may
# last (well below the lease), and how long an order mail stays unknown before it goes once more.
NOTIFYHUB_SEND_LEASE_SECONDS = env.int("NOTIFYHUB_SEND_LEASE_SECONDS", default=90)
# Findings that are over, and the days of the stores' health; ninety at least.
NOTIFYHUB_HEALTH_KEPT_DAYS = max(env.int("NOTIFYHUB_HEALTH_KEPT_DAYS", default=400), 90)
NOTIFYHUB_BODY_DAYS = env.int("NOTIFYHUB_BODY_DAYS", default=400)
NOTIFYHUB_SEND_DEADLINE_SECONDS = env.float("NOTIFYHUB_SEND_DEADLINE_SECONDS", default=30.0)
# How many messages are marked and recorded together; at most twice as many are on their way at a
# time, which is what a worker's sudden death leaves in doubt.
NOTIFYHUB_SEND_CHUNK = env.int("NOTIFYHUB_SEND_CHUNK", default=8)
# Workers that send: at most half of them at a time serve marketing and back-fill, which go first
# there once they have waited for so long.
NOTIFYHUB_SEND_WORKERS = env.int("NOTIFYHUB_SEND_WORKERS", default=4)
NOTIFYHUB_SEND_BULK_WAIT_SECONDS = env.int("NOTIFYHUB_SEND_BULK_WAIT_SECONDS", default=900)
NOTIFYHUB_UNKNOWN_WAIT_SECONDS = env.int("NOTIFYHUB_UNKNOWN_WAIT_SECONDS", default=600)
# One address instead of all mail services' own, private ones included: a stand-in for trials and
# tests. No account can name an address to call, but for a public one of a Postal server.
NOTIFYHUB_MAIL_SERVICE_URL = env.str("NOTIFYHUB_MAIL_SERVICE_URL", default="")

# A domain of our own to which mail servers return what they cannot deliver, each message to an
# address of its own (messaging/return_paths.py); empty: to who sent it.
NOTIFYHUB_RETURN_DOMAIN = env.str("NOTIFYHUB_RETURN_DOMAIN", default="").strip().lower()
if NOTIFYHUB_RETURN_DOMAIN and not (
    "." in NOTIFYHUB_RETURN_DOMAIN
    and NOTIFYHUB_RETURN_DOMAIN.replace("-", "").replace(".", "").isalnum()
):
    raise ImproperlyConfigured("NOTIFYHUB_RETURN_DOMAIN is a domain, such as returns.example.com.")

# Whom the DNS doctor asks; empty: the machine's own resolver.
NOTIFYHUB_DNS_SERVERS = env.list("NOTIFYHUB_DNS_SERVERS", default=[])

# Whether a domain that looks mistyped is asked of the name servers too, once the order is kept.
NOTIFYHUB_LOOK_UP_DOMAINS = env.bool("NOTIFYHUB_LOOK_UP_DOMAINS", default=False)

# How many messages one person, or one API key, may send by hand in an hour.
NOTIFYHUB_SENT_BY_HAND_PER_HOUR = env.int("NOTIFYHUB_SENT_BY_HAND_PER_HOUR", default=60)


# Notices on devices (Web Push): the key that signs them, whom push services may ask about them, and
# the hosts of push services. Without a key the status page offers no notices.
NOTIFYHUB_VAPID_PRIVATE_KEY = (
    _secret("NOTIFYHUB_VAPID_PRIVATE_KEY", "p256")
    if IS_LOCAL
    else env.str("NOTIFYHUB_VAPID_PRIVATE_KEY", default="")
)
NOTIFYHUB_VAPID_CONTACT = env.str("NOTIFYHUB_VAPID_CONTACT", default="mailto:notifyhub@localhost")
NOTIFYHUB_PUSH_HOSTS = env.list(
    "NOTIFYHUB_PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "*.push.apple.com",
        "*.notify.windows.com",
    ],
)
# Whether what is called (mail servers, services, endpoints) may stand at private addresses and
# speak without encryption: for trying out. In production only the mail servers named "host:port".
NOTIFYHUB_PRIVATE_SERVICES = env.bool("NOTIFYHUB_PRIVATE_SERVICES", default=IS_LOCAL)
NOTIFYHUB_PRIVATE_MAIL_SERVERS = [
    server.strip().lower() for server in env.list("NOTIFYHUB_PRIVATE_MAIL_SERVERS", default=[])
]

# Children that try drafts of templates, for each process of ours that shows or publishes some.
NOTIFYHUB_PREVIEW_PROCESSES = env.int("NOTIFYHUB_PREVIEW_PROCESSES", default=2)

# Mail to staff, such as what is to be audited. Unset, nothing leaves and the admin shows it.
NOTIFYHUB_STAFF_EMAIL_URL = env.str("NOTIFYHUB_STAFF_EMAIL_URL", default="")
NOTIFYHUB_STAFF_EMAIL_FROM = env.str("NOTIFYHUB_STAFF_EMAIL_FROM", default="notifyhub@localhost")
vars().update(env.email_url("NOTIFYHUB_STAFF_EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20

# The API. Requests of one key: so many at once, and so many a minute in the long run.
NOTIFYHUB_API_PER_MINUTE = env.int("NOTIFYHUB_API_PER_MINUTE", default=600)
NOTIFYHUB_API_BURST = env.int("NOTIFYHUB_API_BURST", default=120)
# Wrong keys from one address, at once and in the long run; beyond it is 429.
NOTIFYHUB_API_REFUSALS = env.int("NOTIFYHUB_API_REFUSALS", default=30)
# Who may read /metrics; without it a local installation alone shows them.
NOTIFYHUB_METRICS_KEY = env.str("NOTIFYHUB_METRICS_KEY", default="")
NOTIFYHUB_API_REFUSALS_PER_MINUTE = env.int("NOTIFYHUB_API_REFUSALS_PER_MINUTE", default=10)

# The admin's frame: names, colours and sidebar, from the design language.
UNFOLD = look.UNFOLD

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": logs.processors(as_json=env.bool("LOG_JSON", default=not IS_LOCAL)),
            "foreign_pre_chain": logs.PRE_CHAIN,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "httpx": {"level": "WARNING"},  # a line for each request, with its URL
        "flufl.bounce": {"level": "CRITICAL"},  # a line for each way of reading a returned mail
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
