"""Django's settings, composed from the environment."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from minghua.config.database import databases
from minghua.config.environment import ROOT, VAR, database_url, flag, secret_key
from minghua.config.logs import LOG_LINES
from minghua.config.mail import mail_settings, member_channel

LOGGING = LOG_LINES
DEBUG = flag("MINGHUA_DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("MINGHUA_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MINGHUA_ORIGINS", "").split(",") if origin]
BEHIND_TLS = flag("MINGHUA_TLS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "minghua.foundation.people",
    "minghua.foundation.vault",
    "minghua.foundation.personal",
    "minghua.foundation.permissions",
    "minghua.foundation.audit",
    "minghua.foundation.history",
    "minghua.foundation.timeline",
    "minghua.foundation.parameters",
    "minghua.foundation.vocabulary",
    "minghua.foundation.files",
    "minghua.foundation.jobs",
    "minghua.foundation.notices",
    "minghua.foundation.routing",
    "minghua.foundation.idempotency",
    "minghua.foundation.tokens",
    "minghua.foundation.search",
    "minghua.foundation.invariants",
    "minghua.foundation.webhooks",
    "minghua.foundation.engine",
    "minghua.foundation.listing",
    "minghua.foundation.imports",
    "minghua.foundation.backups",
    "minghua.foundation.exports",
    "minghua.domain.catalog",
    "minghua.domain.customers",
    "minghua.domain.orders",
    "minghua.domain.interactions",
    "minghua.domain.value",
    "minghua.domain.tiering",
    "minghua.domain.loyalty",
    "minghua.domain.care",
    "minghua.domain.service",
    "minghua.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "minghua.interfaces.web.middleware.RequestContext",
    "minghua.interfaces.web.measuring.Measured",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minghua.interfaces.web.middleware.SignedIn",
]

ROOT_URLCONF = "minghua.config.urls"
WSGI_APPLICATION = "minghua.config.wsgi.application"
DATABASES = databases(database_url())
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

_TEMPLATES = ROOT / "src" / "minghua" / "interfaces" / "web" / "templates"
_PORTAL = ROOT / "src" / "minghua" / "interfaces" / "portal"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_TEMPLATES],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "minghua.interfaces.web.jinja.environment"},
        "NAME": "jinja",
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_PORTAL / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "minghua.interfaces.portal.jinja.environment"},
        "NAME": "portal",
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_TEMPLATES / "account_pages"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    },
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/today"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "minghua.interfaces.web.accounts.StaffAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MINGHUA_PROXIES", "0"))
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "minghua" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "src" / "minghua" / "interfaces" / "web" / "static", _PORTAL / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR / "files"
FILES_ROOT = VAR / "files"
BACKUPS_ROOT = Path(os.environ.get("MINGHUA_BACKUPS", VAR / "backups"))
ENGINE_ROOT = VAR / "analysis"
ENGINE_MEMORY_MB = int(os.environ.get("MINGHUA_ENGINE_MEMORY_MB", "1024"))
MASTER_KEY_FILE = VAR / "keys" / "master"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-minghua_session" if BEHIND_TLS else "minghua_session"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "__Host-minghua_csrf" if BEHIND_TLS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "__Secure-minghua_language" if BEHIND_TLS else "django_language"
LANGUAGE_COOKIE_SECURE = BEHIND_TLS
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "minghua.config.refusals.csrf_failure"
VOCABULARY_KEPT_SECONDS = 5  # how long a process may show a label that another one has changed
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
METRICS_TOKEN = os.environ.get("MINGHUA_METRICS_TOKEN", "")
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("MINGHUA_HSTS_SUBDOMAINS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
OUTGOING_SCHEMES = ["https"]
OUTGOING_PORTS = [443, 8443]
OUTGOING_INSIDE = [each for each in os.environ.get("MINGHUA_OUTGOING_INSIDE", "").split(",") if each]
MEMBER_CHANNEL = member_channel()  # how codes reach members; nothing: there is no member centre
SITE_URL = os.environ.get("MINGHUA_URL", "http://localhost:8000")
DEFAULT_FROM_EMAIL = os.environ.get("MINGHUA_MAIL_FROM", "明华 Minghua <minghua@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
globals().update(mail_settings(os.environ.get("MINGHUA_MAIL_URL", ""), folder=VAR / "mail"))
WORKER = "minghua.interfaces.worker.main.run_worker"
ARCHIVE_CARD = "minghua.interfaces.web.documents.archive_card.archive_card"
SILENCED_SYSTEM_CHECKS = [  # whether every subdomain speaks TLS, and preloading, are for the owner of the domain to say
    *([] if SECURE_HSTS_INCLUDE_SUBDOMAINS else ["security.W005"]),
    "security.W021",
]
TEST_RUNNER = "django.test.runner.DiscoverRunner"
