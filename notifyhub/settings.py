"""Every setting, read once, failing loudly. docs/operations.md says what each means.

With DATABASE_URL unset the installation is *local*: embedded Postgres and broker, secrets generated
into .local/. With DATABASE_URL set it is a real one, and secrets must be given.
"""

from pathlib import Path

import django_stubs_ext
import environ
from csp import constants as csp
from django.utils.translation import gettext_lazy as _

from common import logs, valkey
from common.embedded import places, vault
from notifyhub import look
from notifyhub.api_settings import REST_FRAMEWORK as REST_FRAMEWORK
from notifyhub.api_settings import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS

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
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if IS_LOCAL else environ.Env.NOTSET
)
NOTIFYHUB_BASE_URL = env.str("NOTIFYHUB_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Where pictures in mails are found; a host of its own keeps them apart from log-ins.
NOTIFYHUB_PICTURES_URL = env.str("NOTIFYHUB_PICTURES_URL", default=NOTIFYHUB_BASE_URL).rstrip("/")
NOTIFYHUB_ENCRYPTION_KEYS = _secret("NOTIFYHUB_ENCRYPTION_KEYS", "fernet").split(",")

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
    "desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
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
            ]
        },
    }
]

# One database. Sessions assume a role that owns nothing, so that row-level security binds them.
NOTIFYHUB_DATABASE_ROLE = env.str("NOTIFYHUB_DATABASE_ROLE", default="notifyhub_app")
_database = env.db_url_config(env.str("DATABASE_URL", default="") or places.database_url(BASE_DIR))
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "common.db",
        "CONN_MAX_AGE": env.int("NOTIFYHUB_CONNECTION_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),
            "assume_role": NOTIFYHUB_DATABASE_ROLE or None,
            "connect_timeout": 5,
        },
    }
}

# The bell. Rows are the truth: what is lost here the sweepers find again (common/jobs.py).
BROKER_URL = env.str("BROKER_URL", default="") or places.broker_url(BASE_DIR)
CELERY_BROKER_URL = BROKER_URL
# What may be forgotten: wrong guesses at a log-in. Beside the bell, where all processes count.
CACHES = {"default": valkey.cache_at(BROKER_URL)}
CELERY_TASK_IGNORE_RESULT = True
# A queue of its own, so that what orders and parcels need never waits behind other work.
CELERY_TASK_ROUTES = {"messaging.send_urgent": {"queue": "urgent"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task must end well before the broker hands it out again; kombu's defaults look every 100 s.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    # Who rings while the broker is away would else be held for six seconds, in a request too.
    "max_retries": 0,
}

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

# The secrets by which Shopify signs webhooks of stores connected by OAuth, newest first.
SHOPIFY_API_SECRETS = env.list("SHOPIFY_API_SECRETS", default=[])
# How long the hot edge remembers a store's signing secrets; how long uninstalling and redaction
# wait before they take effect.
NOTIFYHUB_SIGNING_KEYS_SECONDS = env.float("NOTIFYHUB_SIGNING_KEYS_SECONDS", default=30.0)
NOTIFYHUB_GRACE_SECONDS = env.int("NOTIFYHUB_GRACE_SECONDS", default=3600)
# Proxies of our own in front of us, each of which adds an address to X-Forwarded-For.
NOTIFYHUB_PROXY_COUNT = env.int("NOTIFYHUB_PROXY_COUNT", default=0)

# Sending: how long a worker may hold a message, how long one conversation with a mail server may
# last (well below the lease), and how long an order mail stays unknown before it goes once more.
NOTIFYHUB_SEND_LEASE_SECONDS = env.int("NOTIFYHUB_SEND_LEASE_SECONDS", default=90)
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
# Whether SMS services may stand at private addresses and speak without encryption: for trying out.
NOTIFYHUB_PRIVATE_SERVICES = env.bool("NOTIFYHUB_PRIVATE_SERVICES", default=IS_LOCAL)

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
    "loggers": {"httpx": {"level": "WARNING"}},  # a line for each request, with its URL
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
