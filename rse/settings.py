"""Every setting of the site; in production it refuses to start half-configured, naming the variable that is missing."""

import os
import secrets
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from rse.lib import env

ROOT = Path(__file__).resolve().parent.parent
MODE = env.choice("MAILLAGE_MODE", ("embedded", "production"), "production")
EMBEDDED = MODE == "embedded"
# Which of the site's processes this is: wsgi.py, asgi.py and celery.py say so before Django reads the settings.
PROCESS = env.choice("MAILLAGE_PROCESS", ("command", "web", "live", "worker"), "command")
DEBUG = env.boolean("DEBUG", False)
DATA = Path(env.text("MAILLAGE_DATA", str(ROOT / "var")))


def _own_secret() -> str:
    """The embedded installation's secret key, made at the first start and kept beside its data."""
    path = DATA / "secret_key"
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        return path.read_text()
    except FileExistsError:
        return path.read_text()
    except OSError:
        return secrets.token_urlsafe(50)


# Addresses
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.integer('PORT', 8000)}" if EMBEDDED else None).rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if EMBEDDED else None)
CSRF_TRUSTED_ORIGINS = [f"{urlsplit(SITE_URL).scheme}://{urlsplit(SITE_URL).netloc}"]
SECRET_KEY = env.text("SECRET_KEY", _own_secret() if EMBEDDED else None)
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0 if EMBEDDED else 1)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", "")

# Applications
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "rse.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "rse.apps.PlatformConfig",
    "rse.audit",
    "rse.people",
    "communities",
]
if find_spec("adoption"):
    INSTALLED_APPS.append("adoption")
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rse.lib.request_id.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "rse.people.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rse.people.middleware.PreferencesMiddleware",
    "rse.people.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "communities.middleware.CommunitiesMiddleware",
]
ROOT_URLCONF = "rse.urls"
WSGI_APPLICATION = "rse.wsgi.application"
ASGI_APPLICATION = "rse.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rse.context.shell",
            ],
        },
    },
]

# Database. The embedded server's address comes from manage.py, which starts it; a command that needs none gets this stand-in.
DATABASE_URL = env.text("DATABASE_URL", "postgres:///maillage?host=/nonexistent" if EMBEDDED else None)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.postgres_url("DATABASE_URL", DATABASE_URL),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    },
}
# Statements that every page asks are planned once a connection; a pooler that lends connections by the transaction cannot.
PREPARE_STATEMENTS = env.boolean("PREPARE_STATEMENTS", True)
STATEMENT_TIMEOUT_MS = env.integer("STATEMENT_TIMEOUT_MS", 15_000 if PROCESS in {"web", "live"} else 0)
_connection_options = [
    # Left to choose, PostgreSQL plans anew each time a statement whose array or bound looks dear when it is not known: up to 3 ms.
    *(["-c plan_cache_mode=force_generic_plan"] if PREPARE_STATEMENTS else []),
    *([f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"] if STATEMENT_TIMEOUT_MS else []),
]
if _connection_options:
    DATABASES["default"]["OPTIONS"]["options"] = " ".join(_connection_options)

# Cache, sockets, tasks: Redis in production; in the memory of the one process when embedded.
REDIS_URL = env.text("REDIS_URL", "" if EMBEDDED else None)
if REDIS_URL:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "rse.lib.cache.OpenRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "maillage",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        },
    }
    CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": "maillage"},
        },
    }
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 3600,
        "global_keyprefix": "maillage:",
        # A message is a hint: a request neither retries nor waits when the broker is away (kombu would, for 6 seconds).
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5,
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}}
    # The layer drops what exceeds its capacity, and forgets a subscription after its expiry.
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 100_000, "group_expiry": 10 * 365 * 24 * 3600},
        },
    }
    CELERY_BROKER_URL = "memory://localhost/"
    # Kombu looks into its memory once a second unless told otherwise.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.02}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not EMBEDDED

# People
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["rse.people.auth.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rse.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rse.people.signing_forms.SignInForm",
    "reset_password": "rse.people.signing_forms.ForgottenPasswordForm",
    "user_token": "rse.people.signing_forms.LinkForm",
    "reset_password_from_key": "rse.people.signing_forms.NewPasswordForm",
    "change_password": "rse.people.signing_forms.OtherPasswordForm",
    "set_password": "rse.people.signing_forms.FirstPasswordForm",
    "reauthenticate": "rse.people.signing_forms.PasswordAgainForm",
    "add_email": "rse.people.signing_forms.AddressForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is given by the directory; a change of it is confirmed all the same
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# A whole site comes in by one address in the morning: limits per address are wide, those per account narrow.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "120/m/ip,10/10m/key", "reset_password": "60/m/ip,5/10m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "rse.people.adapter.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "rse.people.signing_forms.SecondStepForm",
    "reauthenticate": "rse.people.signing_forms.SecondStepAgainForm",
    "activate_totp": "rse.people.signing_forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Maillage"

# The administration, in the colours of tokens.css
UNFOLD = {
    "SITE_TITLE": "Maillage",
    "SITE_HEADER": "Maillage",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")}],
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {"show_all_applications": False, "navigation": "rse.lib.backoffice.navigation"},
    "COLORS": {
        "primary": {
            "50": "#f2f6fd",
            "100": "#e6eefb",
            "200": "#d5e2f6",
            "300": "#a9c4ec",
            "400": "#8fb4f5",
            "500": "#5284dd",
            "600": "#1c4a9e",
            "700": "#17408c",
            "800": "#16387a",
            "900": "#1e2d4b",
            "950": "#14203b",
        },
    },
}

# Language and time: weeks are counted in the organisation's zone, shown in the person's.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "rse" / "locale"]
USE_TZ = True
ORG_TIME_ZONE = env.text("ORG_TIME_ZONE", "Europe/Paris")
TIME_ZONE = ORG_TIME_ZONE
ORG_NAME = env.text("ORG_NAME", "Maillage")
# Whose public holidays are quiet: a country of two letters, and a region of it where it has holidays of its own (Alsace-Moselle: 57).
ORG_COUNTRY = env.text("ORG_COUNTRY", "FR")
ORG_SUBDIVISION = env.text("ORG_SUBDIVISION", "")

# Announcements that every member of a community must read: so many a week in each.
MUST_READ_A_WEEK = env.integer("MUST_READ_A_WEEK", 2)
# All announcements of a community, those among them: one at least.
ANNOUNCEMENTS_A_WEEK = max(1, env.integer("ANNOUNCEMENTS_A_WEEK", 7))

# Posts and replies that name a whole community, and tell its members: so many a week in each.
COMMUNITY_MENTIONS_A_WEEK = env.integer("COMMUNITY_MENTIONS_A_WEEK", 3)

# What is kept of people's acts: events with their author so many months, then weekly counts under a pseudonym so many weeks; then sums.
EVENTS_KEPT_MONTHS = env.between("EVENTS_KEPT_MONTHS", 13, 3, 36)
PERSON_WEEKS_KEPT = env.between("PERSON_WEEKS_KEPT", 104, 5 * EVENTS_KEPT_MONTHS + 12, 520)

# Files
STATIC_URL = "/static/"
STATIC_ROOT = None if EMBEDDED else Path(env.text("STATIC_ROOT", str(ROOT / "staticfiles")))
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "rse.lib.sprite.SpriteFinder",
    "rse.lib.stylesheet.StylesheetFinder",
]
# The store of what people send; MEDIA_ROOT is a folder's name of before STORAGE_URL.
STORAGE_URL = env.text("STORAGE_URL", "")
FILE_STORE, MEDIA_ROOT = env.storage_url("STORAGE_URL", STORAGE_URL, Path(env.text("MEDIA_ROOT", str(DATA / "media"))))
STORAGES = {
    "default": FILE_STORE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "rse.lib.storage.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Attachments: bytes of one file, bytes that one person may send in a day and keep in all.
ATTACHMENT_BYTES = 25_000_000
ATTACHMENT_DAY_BYTES = env.integer("ATTACHMENT_DAY_MB", 500) * 1_000_000
ATTACHMENT_PERSON_BYTES = env.integer("ATTACHMENT_PERSON_MB", 5_000) * 1_000_000
# Whether the worker looks up the pages that people link to: the target learns that somebody here did.
LINK_PREVIEWS = env.boolean("LINK_PREVIEWS", True)
# Where the reverse proxy finds the file store, for the files that a view of ours has allowed (X-Accel-Redirect).
X_ACCEL_PREFIX = env.text("X_ACCEL_PREFIX", "").rstrip("/")
if X_ACCEL_PREFIX and "OPTIONS" in FILE_STORE:
    raise ImproperlyConfigured("X_ACCEL_PREFIX needs the files in a folder, and STORAGE_URL names a bucket: leave one of them empty.")

# Mail
if EMBEDDED and not env.text("EMAIL_URL", ""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
else:
    globals().update(env.mail_url("EMAIL_URL", env.text("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Maillage <noreply@{urlsplit(SITE_URL).hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where replies and returned messages come in: with what stands after a "+" in it. Empty: one cannot reply by mail.
REPLY_ADDRESS = env.mail_address("REPLY_ADDRESS", "")
# What signs the messages that a mail server hands over at /mail/inbound/; empty: that door is closed.
INBOUND_SECRET = env.text("INBOUND_SECRET", "")
# A box to look into instead: imaps://user:password@host/INBOX; empty: none.
INBOUND_URL = env.text("INBOUND_URL", "")
INBOUND_BOX = env.box_url("INBOUND_URL", INBOUND_URL)
INBOUND_BYTES = 40_000_000  # a message with its attachments

# Web Push: whom a push service may write to about us; and, in tests only, services of this very machine.
PUSH_CONTACT = env.text("PUSH_CONTACT", f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}")
PUSH_LOCAL = False

# The browser. 'strict-dynamic': a script runs because a page of ours names it with the nonce, never by its address.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, STRICT_DYNAMIC],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "communities.views.expired.csrf_failure"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "rse.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_PROXY_SSL_HEADER = None if EMBEDDED else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "communities.api.authentication.DigestTokenAuthentication",
        "communities.api.authentication.PageSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["communities.api.parsers.SmallJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("API_RATE", "600/min"), "write": env.text("API_WRITE_RATE", "120/min")},
    "EXCEPTION_HANDLER": "communities.api.errors.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# What one person may do in pages, each kind together: how many in how many seconds. The API has its own above.
RATES = {
    "post": env.rate("RATE_POST", "30/10min"),  # publish, share
    "comment": env.rate("RATE_COMMENT", "60/10min"),
    "change": env.rate("RATE_CHANGE", "200/10min"),  # edit, delete, pin, decide, propose, confirm
    "react": env.rate("RATE_REACT", "120/min"),  # react, vote, follow, keep for later
    "draft": env.rate("RATE_DRAFT", "120/min"),
    "upload": env.rate("RATE_UPLOAD", "200/10min"),
    "ask": env.rate("RATE_ASK", "30/10min"),  # invite, ask to come in, ask for a testimonial
    "report": env.rate("RATE_REPORT", "20/10min"),
    "search": env.rate("RATE_SEARCH", "60/min"),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Maillage",
    "DESCRIPTION": "Communities, posts, comments, reactions, people and notifications, with the rights of the person who asks.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "NoticeLevel": "communities.api.serializers.tellings.LEVELS",
        "NoticeChannel": "communities.api.serializers.tellings.CHANNELS",
        "AnswerState": "communities.api.serializers.contents.STATES",
        "CommunityAccess": "communities.api.serializers.common.ACCESS",
        "MemberRole": "communities.api.serializers.communities.ROLES",
        "AboutEnum": "communities.api.serializers.reports.ABOUT",
        "ProposalAbout": "communities.api.serializers.proposals.ABOUT",
        "ProposalState": "communities.api.serializers.proposals.STATES",
        "ReportState": "communities.api.serializers.reports.STATES",
        "PostKind": "communities.api.serializers.contents.KINDS",
        "ConsentUse": "communities.api.serializers.testimonials.USES",
        "StoryState": "communities.api.serializers.kinds.STORY_STATES",
    },
}

# Logs: one JSON object a line in production, plain lines when embedded; the bodies of posts are never logged.
_LOG_STEPS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*_LOG_STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _LOG_STEPS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.dev.ConsoleRenderer(colors=False) if EMBEDDED else structlog.processors.JSONRenderer(),
            ],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING" if EMBEDDED else "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        # It tells of a Redis that is away every second, with its stack; the hub says so once.
        "channels_redis": {"level": "CRITICAL"},
    },
}
