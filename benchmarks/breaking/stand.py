"""The two installations that are broken share a sink, and a keeper who looks after the rows."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import servers
from benchmarks.programs import ROOT, Failed, Program, environment
from benchmarks.sink import Sink

PATIENCE = 180  # seconds until something that must happen has happened


class Keeping:
    """An installation with a sink and a keeper; use as a context manager."""

    inside: tuple[str, ...] = ()  # what is put before each program

    def __init__(self, say: Callable[[str], None] = lambda line: None):
        self.say = say
        self._running = ExitStack()
        short = "/tmp" if os.path.isdir("/tmp") else None
        self.folder = Path(tempfile.mkdtemp(prefix="kept-faults-", dir=short))
        self.folder.chmod(0o755)

    def __enter__(self):
        self._running.callback(shutil.rmtree, self.folder, ignore_errors=True)
        try:
            self.sink = self._running.enter_context(Sink())
            self.start()
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(self, *exception) -> None:
        self._running.close()

    def launch(self, *words: str, **variables: str) -> Program:
        """Start a program of the installation that is gone when the stand is."""
        log = self.folder / f"program-{len(list(self.folder.glob('program-*')))}.log"
        program = Program(*words, log=log, inside=self.inside, **{**self.variables, **variables})
        self._running.callback(program.kill)
        return program

    def ask(self, verb: str, **words):
        """Let the keeper do something."""
        self._keeper.stdin.write(json.dumps({"verb": verb, **words}) + "\n")
        self._keeper.stdin.flush()
        if line := self._keeper.stdout.readline():
            return json.loads(line)
        raise Failed(f"The keeper ended at {verb}:\n{(self.folder / 'keeper.log').read_text()[-3000:]}")

    def hire_keeper(self, **variables: str) -> None:
        with (self.folder / "keeper.log").open("wb") as log:
            self._keeper = subprocess.Popen(
                [*self.inside, sys.executable, "-m", "benchmarks.breaking.keeper"],
                cwd=ROOT,
                env=environment(**{**self.variables, **variables}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                preexec_fn=lambda: servers.end_with_parent(signal.SIGTERM),
            )
        self._running.callback(self._dismiss)

    def _dismiss(self) -> None:
        self._keeper.stdin.close()
        self._keeper.wait()
        self._keeper.stdout.close()

    def after(self, letters: int) -> None:
        """Wait until the sink has so many letters of this trial."""
        self.until(lambda: self.sink.letters >= letters, f"{letters} letters")

    def until(self, fact: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not fact():
            if time.monotonic() > end:
                raise Failed(
                    f"Waited in vain for {what}; the sink has {self.sink.letters}.\n{self.last_words()}"
                )
            time.sleep(0.01)

    def last_words(self) -> str:
        logs = sorted(self.folder.glob("program-*"), key=lambda log: log.stat().st_mtime)
        return "\n".join(log.read_text(errors="replace")[-1500:] for log in logs[-3:])

    @property
    def settings(self) -> dict:
        return {
            "DJANGO_SETTINGS_MODULE": "benchmarks.breaking.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "EMAIL_FROM": "Kept <kept@house.example>",
            "MAIL_RATE": "1000000",  # rates are kept, but they hold nothing up
            "MAIL_RATE_EACH": "1000000",
            "KEPT_DATA": str(self.folder / "data"),
        }
