"""The time from heartbeat to heartbeat over a day: read, measured and drawn."""
