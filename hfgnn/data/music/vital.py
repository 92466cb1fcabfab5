"""The five clinical numbers and sex of each patient, as text in the units of their names."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from hfgnn.data.music.columns import EJECTION_FRACTION, SEX
from hfgnn.types import CLINICAL_FEATURES, ClinicalFeature

Numbers = Mapping[str, Mapping[str, float]]


def attributes_of(patients: Numbers) -> tuple[dict[str, dict[str, str]], Counter[str]]:
    """Attribute to patient to value, missing ones left out, and how many were implausible.

    Args:
        patients: numbers of each, by the names of hfgnn.data.music.columns; NaN is missing.
    """
    attributes: dict[str, dict[str, str]] = {
        "sex": {
            name: SEX.levels[int(numbers[SEX.name])]
            for name, numbers in patients.items()
            if not math.isnan(numbers[SEX.name])
        }
    }
    implausible: Counter[str] = Counter()
    for feature in CLINICAL_FEATURES:
        known = {
            name: _in_its_unit(feature.name, numbers[feature.name])
            for name, numbers in patients.items()
            if not math.isnan(numbers[feature.name])
        }
        plausible = {name: value for name, value in known.items() if _is_plausible(value, feature)}
        attributes[feature.name] = {name: f"{value:.6g}" for name, value in plausible.items()}
        implausible[feature.name] = len(known) - len(plausible)
    return attributes, implausible


def _in_its_unit(name: str, value: float) -> float:
    """The publisher writes the ejection fraction in per cent; ng/L is pg/mL."""
    return value / 100 if name == EJECTION_FRACTION.name else value


def _is_plausible(value: float, feature: ClinicalFeature) -> bool:
    is_whole = feature.name != "nyha_class" or value % 1 == 0
    return feature.low <= value <= feature.high and is_whole
