"""Nothing is registered, on purpose: who runs an installation sees nobody's people."""
