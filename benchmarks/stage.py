"""What benchmarks share in one run: servers, worlds of people, sites that serve them. Each is made when first asked for."""

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg2

from benchmarks import servers
from benchmarks.programs import Program, free_port, gunicorn, run

READY = "Kept is ready: "
WRITING = ("fsync=off", "full_page_writes=off", "max_wal_size='8GB'")  # while the people are written
READ_AGAIN = "SELECT pg_reload_conf()"


@dataclass(frozen=True)
class Sizes:
    """How much is measured. The small ones only show that a benchmark runs."""

    few: int = 10_000  # people in the company
    many: int = 100_000
    own: int = 2_000  # people of the one who is measured
    users: int = 200
    embedded: int = 5_000  # people of one user on SQLite
    rounds: int = 80  # requests of each page
    requests: int = 2_000  # before the memory of a process is read
    created: int = 500  # people by eight clients at once
    lines: int = 50_000  # of an import
    few_lines: int = 5_000
    letters: int = 3_000  # of each trial of `faults`
    breaks: int = 4  # how often it is broken
    only: str = ""  # of `faults` those alone whose names hold this
    occurrences: int = 50_000  # that are planned; a million with --full
    sent: int = 4_000  # letters in each slice of sending
    awaited: int = 40  # letters whose waiting is measured


FULL = Sizes(occurrences=1_000_000)
SMALL = Sizes(
    few=120,
    many=240,
    own=60,
    users=12,
    embedded=60,
    rounds=3,
    requests=40,
    created=24,
    lines=200,
    few_lines=50,
    letters=120,
    breaks=1,
    occurrences=2_000,
    sent=60,
    awaited=4,
)


@dataclass(frozen=True)
class World:
    """How many people there are, how many of them are those of the one who is measured, and where they lie."""

    name: str
    people: int
    own: int
    users: int
    postgresql: bool

    @property
    def title(self) -> str:
        return f"{self.people:,} people" if self.postgresql else f"SQLite, {self.people:,} people"


@dataclass(frozen=True)
class Site:
    """A running site: where it is, what it holds, and the program."""

    url: str
    landmarks: dict
    program: Program
    variables: dict


class Stage:
    """Use as a context manager: everything ends with it."""

    def __init__(self, sizes: Sizes, say: Callable[[str], None]):
        self.sizes, self.say = sizes, say
        self._running = ExitStack()
        # Bound to this stage, so that a second one makes its own.
        self.servers = cache(self._servers)
        self.filled = cache(self._filled)
        self.ours, self.floor = cache(self._ours), cache(self._floor)
        self.one_process = cache(self._one_process)
        self.static = cache(self._static)

    def __enter__(self) -> "Stage":
        self.folder = Path(self._running.enter_context(tempfile.TemporaryDirectory(prefix="kept-bench-")))
        return self

    def __exit__(self, *exception) -> None:
        self._running.close()

    def start(self, *words: str, **variables: str) -> Program:
        """Start a program of the project that is gone when the stage is."""
        program = Program(*words, log=self._log(), **variables)
        self._running.callback(program.stop)
        return program

    def _servers(self) -> tuple[str, str]:
        self.say("Starting PostgreSQL and Redis.")
        return self._running.enter_context(servers.both(durable=True))

    def database(self, name: str) -> str:
        """Make an empty database on the server and return its address."""
        self._tell_postgresql(f"CREATE DATABASE {name}")
        return self.servers()[0].replace("/kept?", f"/{name}?")

    def world(self, name: str) -> World:
        """The companies few and many on PostgreSQL; embedded and fresh, one user's, on SQLite."""
        sizes = self.sizes
        if name in ("few", "many"):
            return World(name, getattr(sizes, name), sizes.own, sizes.users, postgresql=True)
        people = sizes.embedded if name == "embedded" else 1
        return World(name, people, people, 1, postgresql=False)

    def _filled(self, name: str) -> tuple[dict, dict]:
        """Write a world; return the variables by which programs reach it, and its landmarks."""
        world = self.world(name)
        variables = {"KEPT_DATA": str(self.folder / name), "STATIC_ROOT": self.static()}
        if world.postgresql:
            variables["DATABASE_URL"] = self.database(name)
            variables["REDIS_URL"] = self.servers()[1]
        self.say(f"Writing {world.people:,} people into {'PostgreSQL' if world.postgresql else 'SQLite'}.")
        with self._quick(world):
            run("manage.py", "migrate", "--verbosity=0", **variables)
            landmarks = json.loads(run("-m", "benchmarks.world", *_words(world), **variables))
        return variables, landmarks

    def _ours(self, name: str) -> Site:
        """Serve the product on a world."""
        variables, landmarks = self.filled(name)
        return self._serve("mlmcrm.wsgi", landmarks, variables)

    def _floor(self, name: str) -> Site:
        """Serve the floor with as many rows as a world has people."""
        world = self.world(name)
        variables = {"KEPT_DATA": str(self.folder / f"floor_{name}")}
        Path(variables["KEPT_DATA"]).mkdir()
        if world.postgresql:
            variables["FLOOR_DATABASE_URL"] = self.database(f"floor_{name}")
        with self._quick(world):
            token = run("-m", "benchmarks.floor.app", *_words(world), **variables).strip()
        return self._serve("benchmarks.floor.app", {"token": token}, variables)

    def _one_process(self, name: str) -> Site:
        """The product as bin/run serves it."""
        variables, landmarks = self.filled(name)
        program = self.start("manage.py", "up", "--port=0", "--empty", **variables)
        url = program.wait_for_word(READY).removeprefix(READY).rstrip("/")
        return Site(url, landmarks, program, variables)

    def _serve(self, application: str, landmarks: dict, variables: dict) -> Site:
        port = free_port()
        program = gunicorn(application, port, self._log(), **variables)
        self._running.callback(program.stop)
        return Site(f"http://127.0.0.1:{port}", landmarks, program, variables)

    def _static(self) -> str:
        root = str(self.folder / "static")
        run(
            "manage.py",
            "collectstatic",
            "--noinput",
            "--verbosity=0",
            STATIC_ROOT=root,
            KEPT_DATA=str(self.folder),
        )
        return root

    def _quick(self, world: World) -> ExitStack:
        """While rows are written by the hundred thousand, PostgreSQL need not wait for the disk."""
        block = ExitStack()
        if world.postgresql:
            self._tell_postgresql(*(f"ALTER SYSTEM SET {setting}" for setting in WRITING), READ_AGAIN)
            block.callback(self._tell_postgresql, "ALTER SYSTEM RESET ALL", READ_AGAIN, "CHECKPOINT")
        return block

    def _tell_postgresql(self, *statements: str) -> None:
        address = self.servers()[0].replace("/kept?", "/postgres?")
        with closing(psycopg2.connect(address)) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    def last_words(self) -> str:
        """What the programs printed last, for whoever looks for the trouble."""
        logs = sorted(self.folder.glob("program-*"), key=lambda log: log.stat().st_mtime)
        return "\n".join(log.read_text(errors="replace")[-1500:] for log in logs[-2:])

    def _log(self) -> Path:
        return self.folder / f"program-{len(list(self.folder.glob('program-*')))}.log"


def _words(world: World) -> tuple[str, ...]:
    return "--people", str(world.people), "--own", str(world.own), "--users", str(world.users)
