"""Django's settings, made from the table in options.py; production is the default."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from ..process.metrics_folder import share
from ..serving.rooms import Rooms
from .checks.registry import refuse
from .databases import SQLITE, database
from .email_url import email_from, email_settings
from .languages import LANGUAGES as LANGUAGES
from .logs import logging_config
from .options import load
from .public_folder import public_folder
from .theme_folder import LOCALE, STATIC, folders_of, sheet_of, theme_folder
from .theme_folder import TEMPLATES as THEME_TEMPLATES

OPTIONS = load()
refuse(OPTIONS)
DATA = Path(OPTIONS.data).resolve()


if OPTIONS.metrics:
    # Before anybody imports the library, which then shares its figures among processes.
    share(DATA)


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
BASE_URL = OPTIONS.site_url
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
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "broadsheet.site.security_headers.SecurityHeaders",
    "broadsheet.site.methods.OptionsOfTheServer",
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
    "broadsheet.site.impossible_numbers.ImpossibleNumbers",
    "broadsheet.site.old_addresses.OldAddresses",
]

# Its templates, static files and words come before ours.
THEME = theme_folder(OPTIONS.theme)
THEME_SHEET = sheet_of(THEME)

ROOT_URLCONF = "broadsheet.project.urls"
WSGI_APPLICATION = "broadsheet.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": folders_of(THEME, THEME_TEMPLATES),
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

DATABASES = {"default": database(OPTIONS.database_url, DATA, places=Rooms().database)}
if DATABASES["default"]["ENGINE"] == SQLITE:
    # rest_framework, which Wagtail loads, loads it where it can, and psycopg with it: 9 MB a process that nobody needs.
    sys.modules.setdefault("django.contrib.postgres", None)  # type: ignore[arg-type]  # None: it cannot be imported

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

LOCALE_PATHS = folders_of(THEME, LOCALE)
LANGUAGE_CODE = OPTIONS.language
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("az", "Azərbaycanca"), ("ru", "Русский")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = OPTIONS.time_zone

# What a web server in front may read: static files and renditions of pictures. All else stays in the data folder.
PUBLIC = public_folder(OPTIONS.public, DATA)
STATIC_URL = "/static/"
STATICFILES_DIRS = folders_of(THEME, STATIC)
STATIC_ROOT = PUBLIC / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = PUBLIC / "media"
UPLOADS = DATA / "uploads"
UPLOADS_URL = "/desk/uploads/"
STORAGES = {
    "default": {"BACKEND": "broadsheet.newsroom.pictures.storages.UploadStorage"},
    "renditions": {"BACKEND": "broadsheet.newsroom.pictures.storages.RenditionStorage"},
    "staticfiles": {"BACKEND": "broadsheet.project.static_files.StaticFiles"},
}

# Only this layer knows both who edits and who prints.
ARTICLE_PREVIEW = "broadsheet.site.views.article.preview"
PAGE_PREVIEW = "broadsheet.site.views.pages.preview"
PAPER_PREVIEW = "broadsheet.site.views.paper.preview"
PAPER_PREVIEW_STYLE = "broadsheet.site.views.paper.preview_style"
HAS_WORDS = "broadsheet.site.voice.has_words"
IS_EDITOR = "broadsheet.desk.marker.is_editor"

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Gravatar is another host: an editor's e-mail address is nobody else's business.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "broadsheet.newsroom.desk_index"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Wagtail's own memory of them, in which one process would not notice what another has deleted.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.desk.picture_forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# All frames of an animation together. A picture of this many pixels takes some 200 MB while it is read.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if OPTIONS.trusted_proxies:
    # The proxy says by which scheme the reader came. Whoever comes past it and says so only binds himself to more.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Two weeks since it was last used.
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True

globals().update(email_settings(OPTIONS.email_url))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = email_from(
    OPTIONS.email_from, host=urlsplit(BASE_URL).hostname or "localhost"
)
WAGTAIL_PASSWORD_RESET_ENABLED = bool(OPTIONS.email_url)
OTP_TOTP_ISSUER = urlsplit(BASE_URL).hostname or "Broadsheet"
# Django's own middleware for security headers and frames: site/security_headers.py sends them, by one table.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]

LOGGING = logging_config(OPTIONS.log_format)
