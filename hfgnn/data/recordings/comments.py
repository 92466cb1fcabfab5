"""What the header of a WFDB record says of the patient, in comments for people."""

from __future__ import annotations

import re
from collections.abc import Sequence


def read_comments(comments: Sequence[str]) -> dict[str, str]:
    """``age_years``, ``sex`` and ``diagnosis`` where they are known.

    PTB has lines such as ``age: 81``; MIT-BIH begins with one such as ``68 M 1960 2851 x1``.
    """
    pairs = (comment.partition(":") for comment in comments)
    said = {key.strip().lower(): value.strip() for key, colon, value in pairs if colon}
    known: dict[str, str] = {}
    if first := re.match(r"\s*(\d+)\s+([MF])\b", comments[0] if comments else ""):
        known = {"age_years": first[1], "sex": {"M": "male", "F": "female"}[first[2]]}
    if said.get("age", "").isdigit():
        known["age_years"] = said["age"]
    if said.get("sex") in ("male", "female"):
        known["sex"] = said["sex"]
    if diagnosis := said.get("reason for admission"):
        known["diagnosis"] = diagnosis
    return known
