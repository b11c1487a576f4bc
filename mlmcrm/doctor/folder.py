"""The data folder: can it be written, is it on a disk of this machine, is there room."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from mlmcrm.doctor.findings import Finding, bad, check, ok, warn
from mlmcrm.health import LEAST_FREE

MOUNTS = Path("/proc/self/mounts")  # of Linux; elsewhere nothing is known
OVER_A_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs",
    "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone",
}  # fmt: skip
LITTLE = 1024**3  # bytes


@check("data folder")
def writable() -> Finding:
    folder = settings.DATA_DIR
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"?")
    except OSError as problem:
        return bad(
            f"{folder} cannot be written: {problem.strerror}.",
            "Give its owner the right to write, or name another with --data.",
        )
    if folder.stat().st_mode & 0o077:
        return warn(f"Others on this machine can look into {folder}.", f"Say chmod 700 {folder}.")
    return ok(f"{folder}.")


@check("disk")
def local_disk() -> Finding | None:
    if not settings.EMBEDDED or not MOUNTS.exists():
        return None
    kind = kind_of_disk(Path(settings.DATABASES["default"]["NAME"]).parent, MOUNTS.read_text())
    if kind in OVER_A_NETWORK:
        return bad(
            f"The database lies on a network drive ({kind}), where SQLite's locks do not hold.",
            "Move the data folder to a disk of this machine, or use PostgreSQL.",
        )
    return ok(f"A disk of this machine ({kind}).")


@check("room on the disk")
def free_space() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"{free / LITTLE:.1f} GB are free."
    if free < LEAST_FREE:
        return bad(said, "Make room: soon nothing can be written any more.")
    return warn(said, "Make room before it runs out.") if free < LITTLE else ok(said)


def kind_of_disk(folder: Path, mounts: str) -> str:
    """The file system on which a folder lies, by the system's list of mounts."""
    found = {
        place.replace("\\040", " "): kind
        for _device, place, kind, *_rest in (line.split() for line in mounts.splitlines())
    }
    above = [str(folder.resolve()), *map(str, folder.resolve().parents)]
    return next((found[place] for place in above if place in found), "unknown")
