from django.conf import settings
from django.db import models

from kit.models import Row


class BulkDeed(Row):
    """One deed done to many people at once; by its key a form that is sent twice does it once.

    `ids` are the rows that it changed or made, what Undo takes back. They stand here and not in
    the event, which lists read by the dozen.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=40)
    request_key = models.CharField(max_length=64)
    ids = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "request_key"], name="bulk_deed_once"),
        ]

    def __str__(self):
        return self.what
