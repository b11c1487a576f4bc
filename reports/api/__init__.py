from reports.api.downline import DownlineView
from reports.api.retention import FlagOut, FlagsViewSet, RetentionView

__all__ = ["DownlineView", "FlagOut", "FlagsViewSet", "RetentionView"]
