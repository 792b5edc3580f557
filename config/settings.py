"""All settings. What differs between machines is read from the environment here at the top, and nowhere
else."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import notices
from tenants import places

BASE_DIR = Path(__file__).resolve().parent.parent
env = os.environ.get

PRODUCTION = env("HEED_ENV", "development") == "production"
SECRET_KEY = env("SECRET_KEY", "" if PRODUCTION else "development-only-" + "0123456789abcdef" * 4)
DATABASE_URL = env("DATABASE_URL", "" if PRODUCTION else places.demo_database())
SITE_DOMAIN = env("SITE_DOMAIN", "" if PRODUCTION else "localhost")
SITE_PORT = env("SITE_PORT", "" if PRODUCTION else "8000")
EMAIL_URL = env("EMAIL_URL", "" if PRODUCTION else "console:")
MAIL_FROM = env("MAIL_FROM", "" if PRODUCTION else "Heed <heed@localhost>")
PROXIES, QUEUE_WORKERS = env("NUM_PROXIES", "0"), env("QUEUE_WORKERS", "2")
HTTPS = env("HTTPS", "1" if PRODUCTION else "0") == "1"
REQUIRE_MFA = env("REQUIRE_MFA", "1" if PRODUCTION else "0") == "1"
SHOW_MAILS = EMAIL_URL == "shown:"  # of the demo: kept in files, read on a page, sent to nobody
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(BASE_DIR / ".run" / "media")))
PULSE_KEY_DIR = Path(env("PULSE_KEY_DIR", str(BASE_DIR / ".run" / "pulse-keys")))

WRONG = {
    "HEED_ENV must be production or development.": env("HEED_ENV", "development")
    not in ("production", "development"),
    "DATABASE_URL must begin with postgres://.": not DATABASE_URL.startswith(("postgres:", "postgresql:"))
    and bool(DATABASE_URL),
    "SITE_DOMAIN must be a bare host such as heed.example, without scheme or port.": set(SITE_DOMAIN)
    & set(":/"),
    "EMAIL_URL must begin with smtp: or smtps: (or console:, for development).": EMAIL_URL.split(":")[0]
    not in ("smtp", "smtps", "console", "shown", ""),
    "NUM_PROXIES must be a number, 0 or more.": not PROXIES.isdecimal(),
    "QUEUE_WORKERS must be a number, 1 or more.": not QUEUE_WORKERS.isdecimal() or not int(QUEUE_WORKERS),
}
NEEDED = [
    "SECRET_KEY", "DATABASE_URL", "SITE_DOMAIN", "EMAIL_URL", "MAIL_FROM", "MEDIA_ROOT", "PULSE_KEY_DIR",
]  # fmt: skip
if PRODUCTION:
    missing = ", ".join(name for name in NEEDED if not env(name))
    is_weak = len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("development")
    WRONG = {
        f"In production these must be set: {missing}.": missing,
        "SECRET_KEY must be 50 random characters or more.": is_weak,
        "In production mail goes by SMTP and is shown to nobody: set EMAIL_URL.": EMAIL_URL.startswith(
            ("console:", "shown:")
        ),
        "In production the site is served over HTTPS: set HTTPS=1.": not HTTPS,
    } | WRONG
if found := [sentence for sentence, is_wrong in WRONG.items() if is_wrong]:
    raise ImproperlyConfigured(found[0])
NUM_PROXIES = int(PROXIES)

DEBUG = False
database = urlsplit(DATABASE_URL or "postgres://heed@/heed")
DATABASES = {
    "default": {
        "ENGINE": "tenants.database",
        "NAME": unquote(database.path.lstrip("/")) or "heed",
        "USER": unquote(database.username or ""),
        "PASSWORD": unquote(database.password or ""),
        "HOST": parse_qs(database.query).get("host", [unquote(database.hostname or "")])[
            0
        ],  # a socket's folder
        "PORT": str(database.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True},
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TENANT_MODEL = "tenants.Organisation"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
PUBLIC_SCHEMA_URLCONF = "config.public_urls"
ROOT_URLCONF = "config.urls"
PLAIN_URLCONF = "config.plain_urls"
OPERATOR_URLCONF = "config.operator_urls"  # the same, and the console
SHARED_APPS = ["tenants", "django_q"]
TENANT_APPS = [
    "tenants.audit",
    "tenants.outbox",
    "employees",
    "feedback",
    "ideas",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.admin",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
INSTALLED_APPS = [
    "tenants.admin_site.OrganisationAdminConfig",  # before django_tenants: its templates have styles inline
    "tenants",  # before django_tenants, whose migrate command it replaces
    "django_tenants",
    "tenants.audit",
    "tenants.outbox",
    "employees",
    "feedback",
    "ideas",
    "insights",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
]

MIDDLEWARE = [
    "config.headers.HeadersMiddleware",
    "config.headers.CharsetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.OrganisationMiddleware",
    "tenants.middleware.PlainMiddleware",
    "tenants.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenants.middleware.AuthenticationMiddleware",
    "tenants.audit.middleware.ActingMiddleware",
    "config.second_factor.SecondFactorMiddleware",
    "config.reader.ReaderMiddleware",  # language and zone: after sign-in, a person's own choice comes first
    "tenants.middleware.LoginRequiredMiddleware",
    "tenants.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.headers.NotAllowedMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
PLAIN_MIDDLEWARE = [
    "config.reader.ReaderMiddleware",
    "config.headers.NotAllowedMiddleware",
]
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.look",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "employees.Employee"
ROLES = "config.roles.ROLES"
NOTICES = notices.NOTICES
# writes to the first admin of a new organisation: (email=...) -> None
INVITE_ADMIN = "employees.actions.people.invite_admin"
# what is queued in an organisation whose time zone was changed, as days are counted in it: "app.tasks.name"
ZONE_CHANGED = ["feedback.tasks.figures.move_days"]
# what is queued when two records of a customer became one: "app.tasks.name"
CUSTOMERS_MERGED = ["ideas.tasks.follow_customers"]
# who else knows customers, so that undoing an import keeps them: () -> their keys
CUSTOMERS_KNOWN = ["ideas.actions.customers.known_customers"]
# who else asks customers for something, so that nobody is asked often: (since) -> the keys of those asked
CUSTOMERS_ASKED = ["ideas.actions.panel.invited_since"]
# what they said elsewhere, for the customer's timeline: (customer, reader) -> feedback.figures.elsewhere
TIMELINES = ["ideas.figures.said_on_boards.said_on_boards"]
# how a promise is settled of which people say that it is kept, by its kind: (commitment, by=...) -> bool
KEPT_BY_HAND = {
    "prevention": "feedback.actions.causes.keep_promised",
    "pulse": "employees.actions.ledger.keep",
    "pledge": "employees.actions.ledger.keep",
    "decision": "employees.actions.ledger.keep",
    "other": "employees.actions.ledger.keep",
}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "employees.views.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "employees.views.accounts.ResetTokens"  # noqa: S105 - the name of a class
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "employees.views.accounts.MFAAdapter"
MFA_FORMS = {"authenticate": "employees.forms.accounts.AuthenticateForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is an admin's word, and mail to it opened the account
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_REDIRECT_URL = "/"
LANGUAGE_COOKIE_NAME = "language"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ALLOWED_HOSTS = ["*"]  # the host look-up knows only the organisations' own domains
if NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")), ("cy", _("Welsh")), ("ru", _("Russian")), ("yo", _("Yoruba")),
    ("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("hu", _("Hungarian")),
]  # fmt: skip
LANG_INFO["yo"] = {"bidi": False, "code": "yo", "name": "Yoruba", "name_local": "Yorùbá"}
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-root"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

mail = urlsplit(EMAIL_URL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAIL_FOLDER = MEDIA_ROOT.parent / "mails"
EMAIL_BACKEND = {
    "shown": "tenants.mailbox.store.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}[mail.scheme or "console"]
EMAIL_HOST, EMAIL_PORT = mail.hostname or "localhost", mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.query == "tls", mail.scheme == "smtps"
EMAIL_TIMEOUT = 20

# task -> minutes between its runs, fanned out to each active organisation
SCHEDULES: dict[str, int] = {
    "employees.tasks.watch_promises": 5,
    "employees.tasks.watch_absences": 5,
    "employees.tasks.send_digests": 15,
    "employees.tasks.send_monthly": 30,
    "employees.tasks.open_waves": 5,
    "insights.tasks.send_letters": 15,
    "employees.tasks.close_waves": 5,
    "employees.tasks.prove_anonymity": 1440,
    "tenants.outbox.send.send_waiting": 1,
    "tenants.outbox.send.forget_old": 60,
    "feedback.tasks.compliments.find_compliments": 5,
    "feedback.tasks.figures.roll_up": 5,
    "feedback.tasks.figures.move_days": 1440,
    "feedback.tasks.imports.resume_imports": 1,
    "ideas.tasks.resume_imports": 1,
    "feedback.tasks.invitations.remind_invited": 60,
    "ideas.tasks.judge_checks": 60,
    "ideas.tasks.clean_up": 1440,
    "ideas.tasks.watch_challenges": 5,
    "ideas.tasks.remind_panel": 60,
    "ideas.tasks.follow_customers": 1440,
    "ideas.tasks.release_anonymous": 5,
    "ideas.tasks.count_trends": 60,
}
# the same for the platform itself, once for all
PLATFORM_SCHEDULES: dict[str, int] = {
    "tenants.actions.drop_due": 60,
    "tenants.limits.forget_ended": 60,
    "tenants.queue.forget_old": 60,
}

Q_CLUSTER = {
    "name": "heed", "orm": "default", "workers": int(QUEUE_WORKERS), "queue_limit": int(QUEUE_WORKERS),
    "bulk": 1, "timeout": 600, "retry": 900, "max_attempts": 5, "poll": 0.5, "save_limit": -1,
    "catch_up": False, "ack_failures": True,
}  # fmt: skip

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "employees.actions.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.rest.HasPermission"],
    "DEFAULT_PARSER_CLASSES": ["tenants.rest.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["tenants.rest.ProblemRenderer"],
    "DEFAULT_PAGINATION_CLASS": "tenants.rest.Pagination",
    "DEFAULT_FILTER_BACKENDS": ["tenants.rest.Filters", "tenants.rest.Ordering"],
    "DEFAULT_THROTTLE_CLASSES": ["tenants.rest.Throttle"],
    "EXCEPTION_HANDLER": "tenants.rest.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DEFAULT_SCHEMA_CLASS": "tenants.description.Describe",
    "NUM_PROXIES": NUM_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Heed",
    "DESCRIPTION": "Customers' feedback, its cases and causes, and the promises made about them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "PromiseKindEnum": "employees.models.ledger.Commitment.Kind",
        "PastScaleEnum": "employees.models.past_waves.Scale",
        "MetricEnum": "feedback.models.responses.Metric",
        "IdeaStatusEnum": "ideas.models.status.Status",
        "IdeaMetricEnum": "ideas.models.ideas.Idea.Metric",
        "IdeaFileKindEnum": "ideas.models.files.IdeaFile.Kind",
        "EvidenceKindEnum": "ideas.models.evidence.Evidence.Kind",
        "IdeaBoardActEnum": "ideas.models.audiences.Act",
    },
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# below these addresses stand links that are somebody's own, and what has no name: no log names them
UNNAMED_PATHS = ("/pulse/", "/unnamed/", "/b/")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"unnamed": {"()": "tenants.quiet.Unnamed"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["unnamed"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
