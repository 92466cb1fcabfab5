"""The regular expression that finds a patient in the name of a file."""

import re

from hfgnn.types import DataError


def compile_pattern(patient_pattern: str) -> re.Pattern[str]:
    """The setting ``data.patient_pattern``, ready to be searched for.

    Args:
        patient_pattern: with one group, the patient.

    Raises:
        DataError: it is no regular expression with one group.
    """
    try:
        pattern = re.compile(patient_pattern)
    except re.error:
        pattern = None
    if pattern is None or pattern.groups != 1:
        raise DataError(
            f"data.patient_pattern is {patient_pattern!r}, "
            "but it must be a regular expression with one group"
        )
    return pattern
