from kit.errors import Refused


class ImportRefused(Refused):
    """The whole file cannot be imported; nothing was written."""

    default_code = "import_refused"
