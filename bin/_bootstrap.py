"""Makes the project's own environment, .venv, and runs the rest inside it. Standard library only."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN = "requirements.txt"
TEST = "requirements-test.txt"  # holds everything of the other one, too
OLDEST = (3, 11)


def enter(lock, script, argv):
    """Return inside an environment that matches the lock file; make it first if need be."""
    require_python(script, argv)
    if not matches(lock):
        with one_at_a_time():
            if not matches(lock):  # a parallel start may just have done it
                prepare(lock)
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        os.execv(str(PYTHON), [str(PYTHON), str(script), *argv])


def say(sentence):
    print(sentence, flush=True)


def stop(sentence):
    sys.exit(sentence)


def require_python(script, argv):
    """The python3 on PATH may be older than another one beside it."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(15, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, str(script), *argv])
    stop(f"Kept needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}.")


def matches(lock):
    """Is the environment complete for this lock file, by the mark written last?"""
    if not PYTHON.exists():
        return False
    marks = [lock] if lock == TEST else [lock, TEST]
    return any(read(mark_of(name)) == digest(name) for name in marks)


def mark_of(lock):
    return VENV / f".kept-{Path(lock).stem}"


def read(path):
    try:
        return path.read_text()
    except OSError:
        return ""


def digest(lock):
    """What the environment depends on: the lock, the Python, and where it lies."""
    content = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    return f"{content} python{sys.version_info[0]}.{sys.version_info[1]} {VENV}"


@contextmanager
def one_at_a_time():
    """Two starts in one clone: the second waits until the first has set up."""
    folder = ROOT / ".run"
    try:
        folder.mkdir(exist_ok=True)
        file = (folder / "setup.lock").open("w")
    except OSError as problem:
        stop(f"{folder} cannot be written ({problem.strerror}): make a clone of your own.")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting up; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(lock):
    say(f"Setting up: the packages of {lock} go into .venv.")
    if not usable():
        make_environment()
    for old in VENV.glob(".kept-*"):
        old.unlink()
    install(lock)
    mark_of(lock).write_text(digest(lock))


def usable():
    """Does the environment exist and run on this Python, where it lies now?"""
    if not PYTHON.exists():
        return False
    asked = "import sys; print(sys.version_info[:2], sys.prefix)"
    answer = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, text=True)
    return answer.stdout.strip() == f"{tuple(sys.version_info[:2])} {VENV}"


def make_environment():
    """By uv, else by Python's venv module, whose pip half takes longest and is not needed where pip is there already."""
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    bare = [outer_python(), "-m", "venv", "--clear", "--without-pip", str(VENV)]
    whole = [outer_python(), "-m", "venv", "--clear", str(VENV)]
    if uv and quiet([uv, "venv", "--quiet", "--python", outer_python(), str(VENV)]):
        return
    if has_pip(outer_python()) and quiet(bare, show=False):
        return
    if quiet(whole, show=False):
        return
    install_venv_module()
    if not quiet(whole):
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "Python cannot make an environment: install its venv module (on Debian: apt-get install python3-venv)."
        )


def outer_python():
    """The Python to make the environment from, never the environment's own."""
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    return sys._base_executable if inside else sys.executable


def install_venv_module():
    """Debian ships Python without it."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        say("Installing Debian's python3-venv, which makes environments.")
        apt_install(apt, "python3-venv", f"python3.{sys.version_info[1]}-venv")


def apt_install(apt, *names):
    """Install Debian packages without asking; return whether it worked."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    update = [apt, "update", "-qq"]
    install = [apt, "install", "-y", "-qq", "--no-install-recommends", *names]
    return quiet(update, environment) and quiet(install, environment)


def install(lock):
    """uv is several times faster than pip, and checks the same hashes."""
    uv = shutil.which("uv") or own_uv()
    if uv:
        words = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", lock]
        if quiet(words):
            return
        say("uv could not install them; trying pip, which takes longer.")
    if not has_pip(PYTHON):
        quiet([str(PYTHON), "-m", "ensurepip"], show=False)  # a pip outside may be too old for this
    words = [*pip(), "install", "--quiet", "--require-hashes", "-r", lock]
    result = subprocess.run(words, cwd=ROOT, env=pip_environment(), stdin=subprocess.DEVNULL)
    if result.returncode:
        stop("The packages could not be installed; what is above says why. Start again when it is mended.")


def own_uv():
    """uv in the new environment, pinned like everything else; None if it cannot be had."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        quiet(
            [*pip(), "install", "--quiet", "--require-hashes", "-r", "bin/uv.txt"],
            pip_environment(),
            show=False,
        )
    return str(uv) if uv.exists() else None


def pip():
    """The environment's own pip, else the one outside working on the environment."""
    if has_pip(PYTHON):
        return [str(PYTHON), "-m", "pip"]
    return [outer_python(), "-m", "pip", "--python", str(PYTHON)]


def has_pip(python):
    return quiet([str(python), "-c", "import pip"], show=False)


def pip_environment():
    return dict(
        os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_ROOT_USER_ACTION="ignore"
    )


def quiet(words, environment=None, show=True):
    """Run a program, show what it said only if it failed; return whether it succeeded."""
    try:
        result = subprocess.run(
            words,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except OSError as problem:
        if show:
            say(f"{words[0]}: {problem.strerror}")
        return False
    if result.returncode and show:
        say(result.stdout.strip())
    return result.returncode == 0
