"""Tables of patients: the main job where nothing is known of a patient but a line of numbers."""

from hfgnn.tasks.patients import run

__all__ = ["run"]
