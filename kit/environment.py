"""Reads settings from the environment and says in one plain sentence what is wrong with them."""

import os
import secrets
from dataclasses import dataclass
from email.utils import getaddresses
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from kit.providers import EXAMPLES, is_host, provider_settings

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


class SettingsError(ImproperlyConfigured):
    """A variable has a wrong value. The message names it and the mend, in one sentence."""


@dataclass(frozen=True)
class Site:
    """Where people reach the product: scheme, host without port, port or None."""

    scheme: str
    host: str
    port: int | None

    @property
    def url(self) -> str:
        """The origin as a browser writes it, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port else "")

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def loopback(self) -> bool:
        return is_loopback(self.host)

    @property
    def allowed_hosts(self) -> list[str]:
        """Loopback names are always served: health checks and the person at the machine use them."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        return list(dict.fromkeys([own, *LOOPBACK_NAMES]))


def is_loopback(host: str) -> bool:
    """True if only this machine can reach the host."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def text(name: str, default: str) -> str:
    """A plain text from the environment."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes or no from the environment."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word not in TRUE | FALSE:
        raise SettingsError(f"{name} is {raw!r}: write 1 or 0.")
    return word in TRUE


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds from the environment."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise SettingsError(f"{name} is {raw!r}: write a whole number from {low} to {high}.")
    return int(raw)


def choice(name: str, default: str, words: tuple[str, ...]) -> str:
    """One of a few words from the environment, in small letters."""
    word = os.environ.get(name, "").strip().lower() or default
    if word not in words:
        raise SettingsError(f"{name} is {word!r}: write {', '.join(words[:-1])} or {words[-1]}.")
    return word


def data_folder(name: str, default: Path) -> Path:
    """The folder of everything this installation writes; made on demand, for its owner only."""
    folder = Path(os.environ.get(name, "").strip() or default).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingsError(
            f"{name}: the folder {folder} cannot be made ({problem.strerror}); name one that you may write to."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError(f"{name}: the folder {folder} cannot be written; name one that you may write to.")
    return folder


def site(name: str, default: str) -> Site:
    """The public address. A path, a user or another scheme is refused."""
    raw = os.environ.get(name, "").strip() or default
    mend = f"{name} is {raw!r}: write an address like https://crm.example.org, without a path."
    url = split(raw, mend)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise SettingsError(mend)
    if url.username or url.path.strip("/") or url.query or url.fragment:
        raise SettingsError(mend)
    if any(letter.isspace() or letter in "*,;\\" for letter in url.hostname):
        raise SettingsError(mend)
    return Site(url.scheme, url.hostname, url.port)


def split(raw: str, mend: str):
    """urlsplit that also refuses a port out of range, with our words."""
    try:
        url = urlsplit(raw)
        _ = url.port
    except ValueError:
        raise SettingsError(mend) from None
    return url


def database(name: str, folder: Path) -> dict:
    """Django's settings of one database: SQLite in the data folder, or what the variable says."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return sqlite(folder / "kept.sqlite3")
    mend = f"{name} is not understood: write postgresql://user:password@host:5432/name, or leave it out for SQLite."
    url = split(raw, mend)
    if url.scheme == "sqlite":
        return sqlite(sqlite_path(url, name))
    if url.scheme not in ("postgres", "postgresql"):
        raise SettingsError(mend)
    return postgresql(url, mend)


def sqlite_path(url, name: str) -> Path:
    path = unquote(url.path)
    if url.netloc or len(path) < 2 or ":memory:" in path:
        raise SettingsError(f"{name}: write sqlite:////the/whole/path/to/the/file, or leave it out.")
    # sqlite:///relative and sqlite:////absolute, as everybody else reads them
    return Path(path[1:]).resolve()


def sqlite(path: Path) -> dict:
    """Settings of the SQLite database at a path."""
    return {"ENGINE": "kit.sqlite", "NAME": str(path), "CONN_MAX_AGE": None}


def postgresql(url, mend: str) -> dict:
    query = dict(parse_qsl(url.query))
    host = query.pop("host", None) or unquote(url.hostname or "")
    path = unquote(url.path.removeprefix("/"))
    if not path or "/" in path:
        raise SettingsError(mend)
    limits = "-c statement_timeout=30s -c lock_timeout=15s -c idle_in_transaction_session_timeout=30s"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": path,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": query.pop("port", None) or url.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "options": limits, **query},
    }


def redis(name: str, engine: str) -> str | None:
    """The address of Redis, or None. SQLite and several processes do not go together."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return None
    mend = f"{name} is not understood: write redis://host:6379/0, or leave it out."
    url = split(raw, mend)
    local = url.scheme == "unix" and len(url.path) > 1
    remote = url.scheme in ("redis", "rediss") and url.hostname
    if not (local or remote):
        raise SettingsError(mend)
    if engine == "kit.sqlite":
        raise SettingsError(
            f"{name} is set but the database is SQLite: "
            "several processes need PostgreSQL, so set DATABASE_URL too, or leave REDIS_URL out."
        )
    return raw


def broker(redis_url: str | None) -> str:
    """The same address as Celery writes it."""
    if redis_url is None:
        return "memory://localhost"
    return redis_url.replace("unix://", "redis+socket://", 1)


def email(name: str, outbox: Path) -> dict:
    """Django's mail settings: SMTP or a provider as the variable says, else files in the outbox."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return {"EMAIL_BACKEND": "kit.outbox.OutboxBackend", "EMAIL_FILE_PATH": str(outbox)}
    mend = (
        f"{name} is not understood: write smtp+tls://user:password@host:587, or the address of a provider "
        f"({EXAMPLES}), or leave it out to keep letters as files."
    )
    try:
        if found := provider_settings(raw):
            return found
    except ValueError as wanted:
        raise SettingsError(
            f"{name} is not understood: write {wanted}, with nothing more behind it."
        ) from None
    url = split(raw, mend)
    if url.scheme not in SMTP_PORTS or not url.hostname or url.path.strip("/"):
        raise SettingsError(mend)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or SMTP_PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 50,
    }


def sender(name: str, default: str) -> str:
    """Who letters come from: one address, with or without a name before it."""
    raw = text(name, "")
    if not raw:
        return default
    mend = f"{name} is {raw!r}: write one address, like Kept <kept@crm.example.org>."
    try:
        ((_shown, address),) = getaddresses([raw])
        validate_email(address)
    except (ValueError, ValidationError):
        raise SettingsError(mend) from None
    if not raw.isprintable():
        raise SettingsError(mend)
    return raw


def hook_secret(name: str) -> str:
    """What a provider must say to be heard, as user:password; empty while nothing is heard."""
    raw = os.environ.get(name, "").strip()
    if raw and (len(raw) < 16 or not raw.isascii() or any(sign.isspace() for sign in raw)):
        raise SettingsError(f"{name} is too short or has blanks: give at least 16 random letters and digits.")
    return raw if not raw or ":" in raw else f"kept:{raw}"


def mail_domain(name: str) -> str:
    """The domain to which answers to letters go; empty if they go to their senders themselves."""
    raw = os.environ.get(name, "").strip().lower()
    if raw and not is_host(raw):
        raise SettingsError(f"{name} is {raw!r}: write the name of a mail domain, like reply.example.org.")
    return raw


def secret_key(name: str, file: Path) -> str:
    """The signing key: from the environment, else made once and kept in a file of mode 600."""
    raw = os.environ.get(name)
    if raw is None:
        return read_or_make_key(file)
    if len(raw.strip()) < 32:
        raise SettingsError(f"{name} is too short: give at least 32 random characters, or leave it out.")
    return raw.strip()


def former_keys(name: str) -> list[str]:
    """Earlier signing keys, parted by blanks or commas: what they signed is still believed."""
    keys = os.environ.get(name, "").replace(",", " ").split()
    if any(len(key) < 32 for key in keys):
        raise SettingsError(f"{name}: each key has at least 32 characters; part them by blanks.")
    return keys


def read_or_make_key(file: Path) -> str:
    if not file.exists():
        make_key(file)
    key = file.read_text().strip()
    if len(key) < 32:
        raise SettingsError(
            f"The key in {file} is damaged: put the old one back, or remove the file to make a new one."
        )
    return key


def make_key(file: Path) -> None:
    """Two first starts at once end with one key: the link of a complete file succeeds only once."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
