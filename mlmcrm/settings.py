"""All settings, from the environment. An absent variable means the product that runs in one process."""

import sys
from pathlib import Path

from kit import environment as env
from kit import logs

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_folder("KEPT_DATA", BASE_DIR / "data")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key("SECRET_KEY", DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.former_keys("SECRET_KEY_FALLBACKS")
SITE = env.site("SITE_URL", "http://127.0.0.1:8000")
SITE_URL = SITE.url

ALLOWED_HOSTS = SITE.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, 0, 10)

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "kit",
    "team",
    "customers",
    "followups",
    "appointments",
    "sales",
    "reports",
    "mlmcrm",
]

MIDDLEWARE = [
    "mlmcrm.middleware.ProbesFirstMiddleware",
    "kit.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kit.csp.ContentSecurityPolicyMiddleware",
    "kit.api.middleware.JsonDoorMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "team.middleware.OwnWaysMiddleware",
    "kit.middleware.ActorMiddleware",
    "kit.toasts.ToastMiddleware",
    "kit.disk.FullDiskMiddleware",
]

ROOT_URLCONF = "mlmcrm.urls"
WSGI_APPLICATION = "mlmcrm.wsgi.application"

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
                "mlmcrm.context.house",
            ],
        },
    },
]

FORM_RENDERER = "kit.forms.KeptRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Database, broker, cache

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR)}
EMBEDDED = DATABASES["default"]["ENGINE"] == "kit.sqlite"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL", DATABASES["default"]["ENGINE"])
INNER_WORKER = REDIS_URL is None
if REDIS_URL:
    _cache = {
        "BACKEND": "kit.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
elif EMBEDDED:
    # Room for the counters of wrong passwords, which other entries must not push out.
    _cache = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
else:
    # Several web processes may share the database: limits on wrong passwords must hold across them.
    _cache = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept_cache"}
CACHES = {"default": {"KEY_PREFIX": "kept", **_cache}}

# Celery: the row is the truth, a task only says "look at what is due"

NUDGE_TASK = "followups.tasks.deliver_due"
CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "ticks"
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = REDIS_URL is not None
CELERY_BEAT_SCHEDULER = "celery.beat.Scheduler"  # in memory: nothing it knows is worth a file
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
if REDIS_URL:
    CELERY_WORKER_PREFETCH_MULTIPLIER = 1
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }
else:
    CELERY_WORKER_PREFETCH_MULTIPLIER = 4  # times four threads
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.05}

# Letters

EMAIL_PROVIDER, ANYMAIL = "", {}
globals().update(env.email("EMAIL_URL", DATA_DIR / "outbox"))
ANYMAIL["WEBHOOK_SECRET"] = env.hook_secret("EMAIL_HOOK_SECRET")
REPLY_DOMAIN = env.mail_domain("REPLY_DOMAIN")
DEFAULT_FROM_EMAIL = env.sender("EMAIL_FROM", f"Kept <kept@{SITE.host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CALENDARS_INSIDE = env.flag("CALENDARS_INSIDE")  # may calendars inside our own network be read?
MAIL_RATE = env.number("MAIL_RATE", 1200, 0, 1_000_000)  # letters a minute, all together; 0 is no limit
MAIL_RATE_EACH = env.number("MAIL_RATE_EACH", 120, 0, 1_000_000)  # of one distributor
BOOKING_ASKS = env.number(
    "BOOKING_ASKS", 6, 1, 1_000_000
)  # times one visitor may ask for in a quarter of an hour
TOUCHES_A_WEEK = env.number("TOUCHES_A_WEEK", 2, 1, 7)  # letters and tasks of rhythms, to one person

# Signing in

AUTH_USER_MODEL = "team.Distributor"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "team.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on every page that is only read

# The JSON door

API_PREFIX = "/api/"
API_RATES = {  # calls in so many seconds: of a person, of an address without a token, of one with wrong tokens
    "signed_in": (600, 60),
    "anonymous": (60, 60),
    "wrong_token": (30, 60),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["team.api.authentication.DeviceAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["kit.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "kit.api.paging.KeysetPagination",
    "DEFAULT_THROTTLE_CLASSES": ["kit.api.throttles.RateThrottle"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "kit.api.errors.answer_error",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kept",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "DESCRIPTION": (
        "What the pages can do, for phones and programs, by the same rules. Sign in with `POST /auth/token/`, then send "
        "`Authorization: Bearer TOKEN`. How errors, pages, keys and conditions work: docs/api/README.md of the source."
    ),
    "LICENSE": {"name": "AGPL-3.0-or-later"},
    "POSTPROCESSING_HOOKS": ["kit.api.schema.add_common_parts"],
}

# Safety in the browser

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.secure
SESSION_COOKIE_NAME = "kept_session"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # the sign-in page says so
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "kept_csrf"
SECURE_HSTS_SECONDS = 31_536_000 if SITE.secure else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other hosts of the domain are not ours to bind
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SITE.secure
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

# Language and time: the zone data of the pinned package, see mlmcrm/__init__.py

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # those that templates and letters are written in
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: hashed names, except while developing

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.text("STATIC_ROOT", str(DATA_DIR / "static"))
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kit.storage.KeptStorage"
    },
}

# What is written down about the work itself, on stderr

LOG_FORMAT = env.choice(
    "LOG_FORMAT", "plain" if EMBEDDED and sys.stderr.isatty() else "json", ("json", "plain")
)
LOG_LEVEL = env.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error"))
LOGGING = logs.config(
    form=LOG_FORMAT,
    level=LOG_LEVEL.upper(),
    own=["kit", "team", "customers", "followups", "appointments", "sales", "reports", "mlmcrm"],
)
