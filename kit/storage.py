"""Static files under names that carry their hash, each name worked out once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberingStorage(CompressedManifestStaticFilesStorage):
    """A page names more than a hundred files, its signs mostly, and their names change only when collected."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name, force=False):
        """Return the address of a file."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def post_process(self, *args, **kwargs):
        """Collect, and forget what was remembered."""
        yield from super().post_process(*args, **kwargs)
        self._urls.clear()
