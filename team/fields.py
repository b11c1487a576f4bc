from django.db import models


class PathField(models.CharField):
    """Text compared byte by byte on every database, so that a range of paths is a downline."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters
