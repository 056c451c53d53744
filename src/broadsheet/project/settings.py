"""Django's settings, made from the table in options.py; production is the default."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.conf import global_settings
from django.conf.locale import LANG_INFO

from .email_url import email_from, email_settings
from .options import load

OPTIONS = load()
DATA = Path(OPTIONS.data).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _secret_key(path: Path) -> str:
    """Return the key kept in the data folder, made at the first start and readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


SECRET_KEY = _secret_key(DATA / "secret-key")
DEBUG = OPTIONS.debug
ALLOWED_HOSTS = [host.strip() for host in OPTIONS.allowed_hosts.split(",") if host.strip()]
BASE_URL = OPTIONS.base_url.rstrip("/") or f"http://{OPTIONS.host}:{OPTIONS.port}"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "broadsheet.desk",
    "broadsheet.site",
    "broadsheet.demo",
    "broadsheet.wire",
    "broadsheet.newsroom",
    "broadsheet.audience",
    "broadsheet.press",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "broadsheet.press.middleware.CompressTheRest",
    "broadsheet.press.middleware.PressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "broadsheet.desk.sign_in.middleware.DeskSession",
    "broadsheet.desk.sign_in.middleware.SecondFactor",
    "broadsheet.desk.sign_in.middleware.SignInLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "broadsheet.project.urls"
WSGI_APPLICATION = "broadsheet.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

if OPTIONS.database_url:
    DATABASES = {"default": dj_database_url.parse(OPTIONS.database_url, conn_max_age=60)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "broadsheet.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # Writers wait for each other instead of failing: a web process and the worker share the file.
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["broadsheet.desk.sign_in.passwords.LimitedBackend"]
# The first one hashes new passwords; the others read what older accounts have.
PASSWORD_HASHERS = [
    "broadsheet.desk.sign_in.hashers.Argon2OneAtATime",
    "broadsheet.desk.sign_in.hashers.PBKDF2OneAtATime",
]
# Tries are limited by name and network instead: these would let who knows a password lock its owner out for years.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Any language may have an edition; readers' strings exist in English, Azerbaijani and Russian.
LANGUAGES = sorted(
    {
        **dict(global_settings.LANGUAGES),
        # Languages that newsrooms print in and Django's own list leaves out.
        "ms": LANG_INFO.get("ms", {}).get("name", "Malay"),
    }.items()
)
LANGUAGE_CODE = OPTIONS.language
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("az", "Azərbaycanca"), ("ru", "Русский")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = OPTIONS.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Only this layer knows both who edits and who prints.
ARTICLE_PREVIEW = "broadsheet.site.views.article.preview"
IS_EDITOR = "broadsheet.desk.marker.is_editor"

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Gravatar is another host: an editor's e-mail address is nobody else's business.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Two weeks since it was last used.
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True

globals().update(email_settings(OPTIONS.email_url))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = email_from(
    OPTIONS.email_from, host=urlsplit(BASE_URL).hostname or "localhost"
)
WAGTAIL_PASSWORD_RESET_ENABLED = bool(OPTIONS.email_url)
OTP_TOTP_ISSUER = urlsplit(BASE_URL).hostname or "Broadsheet"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "broadsheet.project.letters.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_tokens"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What is no HTTP is answered with 400, and is nobody's concern.
    "loggers": {"broadsheet": {"level": "INFO"}, "uvicorn.error": {"level": "ERROR"}},
}
