"""Settings of tables: which column is the outcome, which are codes, and what means nothing."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import ConfigError, need
from hfgnn.config.data import Data


@dataclass
class Tabular(Data):
    """What is read from tables, wherever they come from (hfgnn/data/tables/tabular.py)."""

    target: str = MISSING
    positive: list[str] = MISSING
    negative: list[str] | None = MISSING
    categories: list[str] = MISSING
    missing: list[str] = MISSING
    missing_words: list[str] = MISSING
    leave_out: list[str] = MISSING
    follow_up: list[str] = MISSING
    keep_follow_up: bool = MISSING
    female_codes: list[str] = MISSING
    male_codes: list[str] = MISSING
    most_levels: int = MISSING
    max_refused_share: float = MISSING

    def __post_init__(self) -> None:
        need(len(self.positive) > 0, "data.positive", self.positive, "one value or more, as [1]")
        both = ", ".join(sorted(set(self.positive) & set(self.negative or ())))
        rule = f"without {both}, which data.positive names"
        need(not both, "data.negative", self.negative, rule)
        apart = {"data.leave_out": self.leave_out, "data.follow_up": self.follow_up}
        for key, names in apart.items():
            need(self.target not in names, key, names, f"without {self.target}, the target")
        codes = [one for one in self.missing if not all(one.rpartition(":"))]
        need(not codes, "data.missing", self.missing, "column:code, as [chol:0,trestbps:0]")
        both = ", ".join(sorted(set(self.female_codes) & set(self.male_codes)))
        rule = f"without {both}, which data.male_codes names"
        need(not both, "data.female_codes", self.female_codes, rule)
        need(self.most_levels >= 2, "data.most_levels", self.most_levels, "at least 2")
        share = self.max_refused_share
        need(0 <= share < 1, "data.max_refused_share", share, "in [0, 1)")
        if self.keep_follow_up and not self.follow_up:
            raise ConfigError("data.keep_follow_up is True, but data.follow_up names no column")


@dataclass
class MeasuredTable(Tabular):
    """Any file with a line per patient or visit (hfgnn/data/tables/measured_table.py)."""

    _target_: str = "hfgnn.data.tables.measured_table.MeasuredTable"
    path: str = MISSING
    patient_column: str | None = MISSING
    site_column: str | None = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(Path(self.path).is_file(), "data.path", self.path, "a file with a table")
        for key, name in (("patient", self.patient_column), ("site", self.site_column)):
            rule = "another column than data.target"
            need(name != self.target, f"data.{key}_column", name, rule)


class Hospital(StrEnum):
    """Where the patients of UCI heart disease were seen, as the files are called."""

    cleveland = "cleveland"
    hungarian = "hungarian"
    switzerland = "switzerland"
    va = "va"  # Long Beach


@dataclass
class HeartDisease(Tabular):
    """The four files of UCI heart disease (hfgnn/data/tables/heart_disease.py)."""

    _target_: str = "hfgnn.data.tables.heart_disease.HeartDisease"
    root: str = MISSING
    sites: list[Hospital] = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        sites = [site.value for site in self.sites]
        need(len(sites) > 0, "data.sites", sites, "one site or more, as [cleveland]")
        need(len(set(sites)) == len(sites), "data.sites", sites, "different sites")
        absent = [site for site in sites if not (Path(self.root) / file_of(site)).is_file()]
        files = " and ".join(file_of(site) for site in absent)
        need(not absent, "data.root", self.root, f"a folder with {files}")


def file_of(site: str) -> str:
    """The publisher's file of a hospital."""
    return f"processed.{site}.data"
