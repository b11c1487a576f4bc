"""An installation of many processes: PostgreSQL, Redis, workers and schedules, each of which can be broken."""

import os
import signal
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2

from benchmarks import servers
from benchmarks.breaking.skewed import write_offset
from benchmarks.breaking.stand import Keeping
from benchmarks.programs import Program, run

SENDERS = 2
CELERY = ("-m", "celery", "-A", "mlmcrm")
WORKER = ("worker", f"--concurrency={SENDERS}", "--without-gossip", "--without-mingle")
STEPPED = """
CREATE SCHEMA stepped;
CREATE TABLE stepped.by (seconds float);
INSERT INTO stepped.by VALUES (0);
CREATE FUNCTION stepped.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
 'SELECT pg_catalog.clock_timestamp() + (SELECT seconds FROM stepped.by) * interval ''1 second''';
GRANT ALL ON ALL TABLES IN SCHEMA stepped TO public;
ALTER DATABASE kept SET search_path = stepped, pg_catalog, public;
"""


class Grown(Keeping):
    """PostgreSQL that waits for the disk, Redis, a worker of two senders, a schedule; each can be broken."""

    def start(self) -> None:
        self.say("Starting PostgreSQL, Redis, a worker and the schedule, to break them.")
        (self.folder / "data").mkdir()
        self._binaries = servers.postgresql_binaries(self.folder)
        self._postgresql = servers.start_postgresql(self.folder, durable=True)
        self._running.callback(lambda: servers.stop(self._postgresql))
        self._redis = servers.start_redis(self.folder)
        self._running.callback(lambda: servers.stop(self._redis))
        sockets = self.folder / "socket"
        self.variables = {
            **self.settings,
            "DATABASE_URL": f"postgresql://kept@/kept?host={sockets}",
            "REDIS_URL": f"unix://{sockets}/redis.sock",
        }
        self.tell_postgresql("CREATE DATABASE kept", name="postgres")
        run("manage.py", "migrate", "--verbosity=0", **self.variables)
        self.hire_keeper()
        self.workers: list[Program] = []
        self.beats: list[Program] = []

    def ready(self, *, workers: int = 1, beats: int = 1) -> None:
        """See to it that so many workers and schedules run, whatever the trial before left."""
        self.workers = _living(self.workers)
        self.beats = _living(self.beats)
        for gone in (*self.workers[workers:], *self.beats[beats:]):
            gone.stop(5)
        del self.workers[workers:], self.beats[beats:]
        fresh = [self.start_worker() for _ in range(workers - len(self.workers))]
        for _ in range(beats - len(self.beats)):
            self.start_beat()
        for worker in fresh:
            self.wait_for(worker)

    def start_worker(self, *, skewed_by: float | None = None) -> Program:
        words = CELERY
        if skewed_by is not None:
            path = self.folder / "skew"
            write_offset(path, skewed_by)
            words = ("-m", "benchmarks.breaking.skewed", str(path), *CELERY[2:])
        worker = self.launch(*words, *WORKER)
        self.workers.append(worker)
        return worker

    def wait_for(self, worker: Program) -> None:
        worker.wait_for_word("[queues]")
        worker.wait(lambda: len(worker.children()) >= SENDERS, "start its senders")

    def sending(self) -> list[int]:
        """The processes that have a line to the sink now."""
        children = [pid for worker in self.workers for pid in worker.children()]
        return [pid for pid in children if _sockets(pid) & _lines_to(self.sink.port)]

    def start_beat(self) -> None:
        self.beats.append(self.launch(*CELERY, "beat", "--pidfile="))

    def step_worker_clock(self, seconds: float) -> None:
        """Let the clock of the skewed worker be off by so many seconds from now on."""
        write_offset(self.folder / "skew", seconds)

    def stop_postgresql(self, how: signal.Signals) -> None:
        """SIGINT is a fast stop, SIGQUIT an immediate one, as by a crash."""
        self._postgresql.send_signal(how)
        self._postgresql.wait()

    def start_postgresql(self) -> None:
        self._postgresql = servers.launch_postgresql(self.folder, True, self._binaries)

    def answers(self) -> bool:
        """Is PostgreSQL there? After a crash it mends itself first."""
        with suppress(psycopg2.OperationalError):
            self.tell_postgresql("SELECT 1")
            return True
        return False

    def stop_redis(self) -> None:
        servers.stop(self._redis)

    def start_redis(self) -> None:
        """Start it again; it has forgotten everything."""
        self._redis = servers.start_redis(self.folder)

    def tell_redis(self, word: str) -> None:
        import redis

        with redis.Redis(unix_socket_path=str(self.folder / "socket" / "redis.sock")) as line:
            line.execute_command(word)

    def tell_postgresql(self, statements: str, name: str = "kept") -> None:
        address = f"host={self.folder}/socket user=kept dbname={name}"
        with closing(psycopg2.connect(address)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statements)

    @contextmanager
    def stepped_database(self):
        """Yield a function that steps the clock of the database server, so far as anybody asks it.

        `clock_timestamp()`, which is all that Kept asks for, is found in another schema first.
        Who was connected must connect again, as after the fail-over to a server whose clock is off.
        """
        self.tell_postgresql(STEPPED)

        def step(seconds: float) -> None:
            self.tell_postgresql(f"UPDATE stepped.by SET seconds = {seconds}")
            self.hang_up()

        try:
            yield step
        finally:
            self.tell_postgresql("ALTER DATABASE kept RESET search_path; DROP SCHEMA stepped CASCADE")
            self.hang_up()

    def hang_up(self) -> None:
        """Close everybody's connection to the database."""
        self.tell_postgresql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = 'kept' AND pid <> pg_backend_pid()"
        )


def kill(pid: int) -> None:
    """Signal 9."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _sockets(pid: int) -> set[str]:
    """The sockets that a process holds, by their inodes."""
    held = set()
    with suppress(OSError):  # it may have just ended
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            held.add(os.readlink(handle).removeprefix("socket:[").rstrip("]"))
    return held


def _lines_to(port: int) -> set[str]:
    """The inodes of all connections of this machine that lead to a port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {row[9] for row in rows if int(row[2].partition(":")[2], 16) == port}


def _living(programs: list[Program]) -> list[Program]:
    return [program for program in programs if program.runs]
