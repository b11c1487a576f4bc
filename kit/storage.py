"""Static files under names that carry their hash, and the stylesheets of every page joined into one.

While developing, each sheet is loaded by itself, so that the browser names the file a rule stands in.
"""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = (
    "css/base.css",
    "css/layout.css",
    "css/components/controls.css",
    "css/components/records.css",
)
JOINED = "css/kept.css"


class KeptStorage(CompressedManifestStaticFilesStorage):
    """Remembers addresses: a page names more than a hundred files, and they change only when collected."""

    joins_sheets = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name, force=False):
        """Return the address of a file."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def post_process(self, paths, dry_run=False, **options):
        """Collect, with the joined sheet among the files, and forget what was remembered."""
        if not dry_run:
            self.delete(JOINED)
            self.save(JOINED, ContentFile(b"\n".join(_read(*paths[name]) for name in SHEETS)))
            paths[JOINED] = (self, JOINED)
        yield from super().post_process(paths, dry_run, **options)
        self._urls.clear()


def sheet_urls() -> list[str]:
    """Return the addresses of the stylesheets that every page has."""
    joined = getattr(staticfiles_storage, "joins_sheets", False)
    return [staticfiles_storage.url(name) for name in ([JOINED] if joined else SHEETS)]


def _read(storage, name: str) -> bytes:
    with storage.open(name) as file:
        return file.read()
