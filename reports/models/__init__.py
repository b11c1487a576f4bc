from reports.models.retention import Fit, Flag

__all__ = ["Fit", "Flag"]
