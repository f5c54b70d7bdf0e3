"""Settings: all that an operator may change comes from the environment (docs/operations.md).

Production by default. `PLAIN_HTTP=true` is for a site that only this machine can reach; `make run`
writes it to `var/local.env`.
"""

import hashlib
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
if found := {*"#?%"} & {*str(VAR_DIR)}:
    # Addresses of databases and of the outbox have this path within them.
    raise ImproperlyConfigured(f"VAR_DIR must not contain {' or '.join(sorted(found))}: {VAR_DIR}")
# What `make run` has noted for this machine. The environment itself comes first.
if (VAR_DIR / "local.env").exists():
    environ.Env.read_env(VAR_DIR / "local.env")


def env_bool(name: str, *, default: bool) -> bool:
    """Return a boolean. Anything but yes or no stops the start: a misspelt "no" must not mean
    "yes"."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return words[value]


def env_int(name: str, *, default: int) -> int:
    value = os.environ.get(name, str(default)).strip()
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.")
    return int(value)


def env_required(name: str, what: str) -> str:
    if not (value := os.environ.get(name, "").strip()):
        raise ImproperlyConfigured(f"{name} is not set: {what}. See docs/operations.md.")
    return value


def env_url(name: str, parse: Callable[[str], dict[str, Any]], *, default: str, sample: str) -> dict[str, Any]:
    """Return the settings that an address stands for. The message leaves the value out, since it may
    contain a password."""
    try:
        with warnings.catch_warnings(action="error"):
            if found := parse(os.environ.get(name, default).strip()):
                return found
    except (ValueError, ImproperlyConfigured, UserWarning):
        pass
    raise ImproperlyConfigured(f"{name} is not an address such as {sample}.")


def env_database(name: str, *, default: str = "") -> dict[str, Any]:
    sample = "postgres://user:password@host:5432/name"
    found = env_url(name, environ.Env.db_url_config, default=default, sample=sample)
    if not found["ENGINE"].endswith((".sqlite3", ".postgresql")) or not (found["NAME"] or found.get("OPTIONS")):
        raise ImproperlyConfigured(f"{name} is not an address such as {sample}.")
    return found


def env_cache(name: str) -> dict[str, Any]:
    sample = "rediscache://host:6379/0"
    return env_url(name, environ.Env.cache_url_config, default="locmemcache://", sample=sample)


def env_time_zone(name: str, *, default: str) -> str:
    value = os.environ.get(name, default).strip()
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError) as error:
        raise ImproperlyConfigured(f"{name} is not a time zone such as Europe/Vienna: {value!r}.") from error
    return value


def env_list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def compute_digest(*things: object) -> str:
    return hashlib.sha256(repr(things).encode()).hexdigest()[:12]


def compute_code_digest() -> str:
    files = [
        file.read_bytes()
        for folder in ("articles", "comments", "mvforum", "templates")
        for file in sorted((BASE_DIR / folder).rglob("*"))
        if file.suffix in {".css", ".html", ".js", ".mo", ".py", ".svg", ".txt"}
    ]
    return compute_digest(*files, (BASE_DIR / "deploy" / "requirements.txt").read_bytes())


# The site
DEBUG = env_bool("DEBUG", default=False)
PLAIN_HTTP = env_bool("PLAIN_HTTP", default=False)
SECRET_KEY = env_required("SECRET_KEY", "a long random string that nobody else knows")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = [host.strip() for host in env_required("ALLOWED_HOSTS", "the names of this site").split(",")]
SITE_NAME = "mvforum"
# Links in e-mails begin with this address, never with the host that a request names.
FIRST_HOST = ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", f"{'http' if PLAIN_HTTP else 'https'}://{FIRST_HOST}").rstrip("/")
if not SITE_ADDRESS.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"SITE_ADDRESS must begin with https://, not {SITE_ADDRESS!r}.")
ROOT_URLCONF = "mvforum.urls"
WSGI_APPLICATION = "mvforum.wsgi.application"

INSTALLED_APPS = [
    "mvforum.accounts",
    "articles",
    "comments",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "mvforum.cross_origin.CrossOriginResourcePolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mvforum.private.PrivateByDefaultMiddleware",
    "mvforum.lock_waits.LockWaitMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "mvforum.request_decoding.RequestDecodingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "mvforum.html_safe_json.HtmlSafeJsonMiddleware",
    "mvforum.csrf.SameOriginCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mvforum.uploads.StaffUploadsMiddleware",
    "mvforum.refusals.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mvforum.resubmission.middleware.ResubmissionMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # For the forms and refusals of allauth and Django admin, too.
            "builtins": ["comments.templatetags.account_marks", "mvforum.resubmission.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Language and time
LANGUAGE_CODE = os.environ.get("LANGUAGE_CODE", "en-gb")
TIME_ZONE = env_time_zone("TIME_ZONE", default="UTC")
LOCALE_PATHS = [BASE_DIR / "mvforum" / "locale"]

# Names all that makes pages of what is stored, in ETags and in the keys of their pieces.
RELEASE = compute_digest(os.environ.get("RELEASE") or compute_code_digest(), DEBUG, LANGUAGE_CODE, TIME_ZONE)

# What is kept where
DATABASES = {"default": env_database("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/mvforum.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # Writers take turns from the start, and wait.
        "timeout": 20,  # seconds
        # Readers and a writer at once; what is stored survives a power cut; 32 MB of indexes
        # at hand for each connection.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
    }
    # A file, so that the live server of the browser tests has a connection of its own.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    # A dead server may not even refuse a connection; after these seconds people get a 503.
    given = DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5} | given
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Two caches, so that pages never push out the counters of failed log-ins. Pieces of pages can
# be in a process: their keys carry versions.
CACHES = {
    "default": env_cache("CACHE_URL"),
    "template_fragments": env_cache("FRAGMENTS_URL"),
}
if CACHES["default"]["BACKEND"].endswith(".LocMemCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 20_000}
if CACHES["template_fragments"]["BACKEND"].endswith(".LocMemCache"):
    CACHES["template_fragments"] = {
        "BACKEND": "mvforum.fragment_cache.FragmentMemory",
        "OPTIONS": {"MAX_BYTES": 32_000_000},
    }
# Another site has other things, and new code may make another page of the same ones.
place = [DATABASES["default"].get(name) for name in ("HOST", "PORT", "NAME")]
CACHES["default"]["KEY_PREFIX"] = compute_digest(SECRET_KEY, ALLOWED_HOSTS[0])
CACHES["template_fragments"]["KEY_PREFIX"] = compute_digest(RELEASE, SECRET_KEY, place)
if os.environ.get("FRAGMENTS_URL") and os.environ["FRAGMENTS_URL"] == os.environ.get("CACHE_URL"):
    raise ImproperlyConfigured("FRAGMENTS_URL must lead to another cache than CACHE_URL.")
for name, cache in CACHES.items():
    if cache["BACKEND"].endswith(".RedisCache"):
        patience = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds
        cache["OPTIONS"] = patience | cache.get("OPTIONS", {})
        if name == "default":
            MIDDLEWARE.append("mvforum.redis.RateLimitOutageMiddleware")
        else:
            cache["BACKEND"] = "mvforum.redis.FragmentCache"

# For pages that are the same for all guests
if os.environ.get("DATABASE_REPLICA_URL"):
    replica = env_database("DATABASE_REPLICA_URL")
    DATABASES["replica"] = DATABASES["default"] | replica
    if any(not database["ENGINE"].endswith(".postgresql") for database in DATABASES.values()):
        raise ImproperlyConfigured("DATABASE_REPLICA_URL is for PostgreSQL, as DATABASE_URL is.")
    patience = {"connect_timeout": 2, "tcp_user_timeout": 2000}  # seconds; milliseconds
    DATABASES["replica"]["OPTIONS"] = patience | replica.get("OPTIONS", {})
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["mvforum.replica.ReplicaRouter"]
    MIDDLEWARE.append("mvforum.replica.ReplicaMiddleware")  # last: it calls the view

# What one process remembers of public pages, in bytes; 0 where nginx does it (docs/operations.md).
FRONT_CACHE_SIZE = env_int("FRONT_CACHE_MB", default=64) * 1_000_000

# Threads of one process; one of them never waits for locks of the database.
REQUEST_THREADS = 3
# The most that is read of a request, in bytes, by the beginning of its path (deploy/nginx.conf agrees).
REQUEST_BODY_LIMITS = {"/": 2 * 1024 * 1024, "/admin/": 64 * 1024 * 1024}

# Uploads: a text of 8,000 characters takes at most 96 kB on its way; articles need more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes
FILE_UPLOAD_HANDLERS: list[str] = []  # Nothing takes files but Django admin: mvforum/uploads.py

# People
SESSION_ENGINE = "mvforum.accounts.sessions"
AUTH_USER_MODEL = "accounts.User"
PAGE_AUTHORS = "articles.models.byline.list_credited_names"  # whom guests may not pose as
AUTHENTICATION_BACKENDS = ["mvforum.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "mvforum.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"mvforum.accounts.forms.{form}"
    for name, form in {
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "confirm_email_verification_code": "ConfirmCodeForm",
        "login": "LoginForm",
        "reauthenticate": "ReauthenticateForm",
        "reset_password": "ForgottenPasswordForm",
        "reset_password_from_key": "ChooseNewPasswordForm",
        "signup": "SignupForm",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_USERNAME_VALIDATORS = "mvforum.accounts.validators.username_validators"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # Offered only to unknown addresses: it tells.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if PLAIN_HTTP else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", default=0)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# E-mails: the site writes them into the outbox, `manage.py send_emails` sends them.
vars().update(
    env_url(
        "EMAIL_URL",
        environ.Env.email_url_config,
        default="consolemail://",
        sample="smtp+tls://user:password@host:587",
    )
)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", f"mvforum <mvforum@{ALLOWED_HOSTS[0]}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Whom to tell of a hole in the site (/.well-known/security.txt)
SECURITY_CONTACTS = env_list("SECURITY_CONTACT") or [f"mailto:security@{ALLOWED_HOSTS[0]}"]
if not all(contact.startswith(("mailto:", "https://", "tel:")) for contact in SECURITY_CONTACTS):
    raise ImproperlyConfigured("SECURITY_CONTACT must begin with mailto:, https:// or tel:")

# Transport. The prefix makes browsers refuse the cookie from anywhere but this host's https.
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 63_072_000  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
# The scheme comes from mvforum/proxy_headers.py, as the client's address does.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
COOKIE_PREFIX = "" if PLAIN_HTTP else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # Gone with the browser window.
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # Ours is a subclass: mvforum/csrf.py
CSRF_FAILURE_VIEW = "mvforum.views.csrf_failure"

# Other headers
SECURE_REFERRER_POLICY = "same-origin"  # Less would make browsers hide our own origin from us.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")
}

# Look for missing tables, files and folders before the first request (mvforum/startup.py).
CHECKS_STARTUP = not DEBUG

# Errors go to the standard error stream.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"cut_secrets": {"()": "mvforum.log_filters.RedactSecretsFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["cut_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Refusals are not errors; and they would name what people asked for.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}

# Files that never change under their name
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "mvforum" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "articles.pictures.storage.AtomicFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
