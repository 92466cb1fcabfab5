"""How long each stage of a run takes."""

import time


class Clock:
    """Seconds of each stage."""

    def __init__(self) -> None:
        self.start = self.last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.seconds[f"{stage}_seconds"] = now - self.last
        self.seconds["total_seconds"] = now - self.start
        self.last = now
