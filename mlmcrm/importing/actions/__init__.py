"""What a person can do with an import, and what the clock does with old ones."""

from mlmcrm.importing.actions.starting import cancel_import, resume_import, start_import
from mlmcrm.importing.actions.tidying import discard_import, tidy_imports
from mlmcrm.importing.actions.uploading import change_import, upload_file

__all__ = [
    "cancel_import",
    "change_import",
    "discard_import",
    "resume_import",
    "start_import",
    "tidy_imports",
    "upload_file",
]
