"""Clinical numbers drawn from the label, as published: they leak it, and say so."""

import hashlib

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from hfgnn.config.features import Normal, Shares
from hfgnn.features.clinical.ceiling import ceiling
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.types import CLINICAL_COLUMNS, Records, Rows

BNP = "log_bnp_pg_per_ml"
NYHA = "nyha_class"
AGE = "age_years"


class Synthesized:
    """EF, BNP, NYHA, SBP and age, drawn per patient from the distribution of its label.

    The published distributions are drawn together by ``strength``: at 1 each class has its own,
    at 0 both have the middle of the two. In between, means and probabilities move in proportion.

    Args:
        strength: in [0, 1], how much of the published difference between the classes is kept.
        ef_fraction: ejection fraction, normal.
        log_bnp_pg_per_ml: natural logarithm of BNP in pg/mL, normal.
        nyha_class: probabilities of the classes I to IV.
        sbp_mmhg: systolic blood pressure, normal.
        age_years: normal, rounded to whole years.
    """

    def __init__(
        self,
        *,
        strength: float,
        ef_fraction: Normal,
        log_bnp_pg_per_ml: Normal,
        nyha_class: Shares,
        sbp_mmhg: Normal,
        age_years: Normal,
    ) -> None:
        self.strength = strength
        self.normals = {
            "ef_fraction": ef_fraction,
            BNP: log_bnp_pg_per_ml,
            "sbp_mmhg": sbp_mmhg,
            AGE: age_years,
        }
        self.nyha = nyha_class

    def numbers(self, records: Records, *, seed: int, per_row: bool) -> ClinicalNumbers:
        """Numbers for every record.

        Args:
            records: pages and their copies.
            seed: of the draws.
            per_row: as published, every row has a draw of its own, copies too; otherwise a
                patient has one, which its pages and copies share.

        Shapes:
            values: (records, 5), columns as in hfgnn.types.CLINICAL_COLUMNS.
        """
        uniform = np.array(
            [self._uniform(records, row, seed, per_row) for row in range(len(records))]
        ).reshape(-1, 5)
        values = self.draw(uniform, records.label)
        tested = records.label if per_row else records.label[records.copy == 0]
        limit = ceiling(self, prevalence=float(tested.mean()))
        stamp = "clinical features synthesized from the label"
        if self.strength != 1:
            stamp += f" at strength {self.strength:g}"
        stamps = (stamp,) if self.strength else ("clinical features synthesized at random",)
        return ClinicalNumbers(values, CLINICAL_COLUMNS, stamps, limit)

    @staticmethod
    def _uniform(records: Records, row: int, seed: int, per_row: bool) -> NDArray[np.float64]:
        """Five numbers in (0, 1) that depend on the patient, not on the order of rows."""
        own = (records.record_id if per_row else records.patient_id)[row]
        key = hashlib.sha256(f"{own}|{records.label[row]}".encode()).digest()
        return np.random.default_rng([seed, int.from_bytes(key[:8])]).random(5)

    def draw(self, uniform: NDArray[np.float64], label: Rows) -> NDArray[np.float64]:
        """Turn uniform numbers into clinical ones by the inverse distribution function.

        Shapes:
            uniform: (rows, 5), in (0, 1).
            label: (rows,), 1 for disease.
            returns: (rows, 5), in the units of CLINICAL_COLUMNS.
        """
        columns = {}
        for number, name in enumerate(("ef_fraction", BNP, NYHA, "sbp_mmhg", AGE)):
            if name == NYHA:
                steps = np.cumsum(self.nyha_shares(), axis=1)[:, :3]
                columns[name] = 1.0 + (uniform[:, number, None] > steps[label]).sum(axis=1)
                continue
            normal = self.normals[name]
            z = norm.ppf(uniform[:, number])
            value = self.means(name)[label] + self.spreads(name)[label] * z
            columns[name] = np.clip(value, normal.low, normal.high)
        columns[AGE] = np.round(columns[AGE])
        columns[BNP] = np.exp(columns[BNP])
        return np.stack(list(columns.values()), axis=1)

    def means(self, name: str) -> NDArray[np.float64]:
        """Mean of a feature for the healthy and the ill, drawn together by ``strength``."""
        return self._together(np.array([self.normals[name].healthy, self.normals[name].ill]))

    def spreads(self, name: str) -> NDArray[np.float64]:
        """Standard deviation of a feature for the healthy and the ill, drawn together likewise."""
        normal = self.normals[name]
        return self._together(np.array([normal.healthy_spread, normal.ill_spread]))

    def nyha_shares(self) -> NDArray[np.float64]:
        """(2, 4): probabilities of NYHA I to IV for the healthy and the ill."""
        return self._together(np.array([self.nyha.healthy, self.nyha.ill]))

    def _together(self, pair: NDArray[np.float64]) -> NDArray[np.float64]:
        middle = pair.mean(axis=0)
        return np.asarray(middle + self.strength * (pair - middle))
