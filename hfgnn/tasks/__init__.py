"""One file per runnable thing, read top to bottom."""
