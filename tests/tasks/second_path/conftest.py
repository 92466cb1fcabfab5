"""Two finished runs and what can be read of them from outside: files, the page, the terminal."""

import html
import io
import json
import re
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest
from PIL import Image, ImageDraw
from statsmodels.stats.proportion import proportion_confint

from hfgnn.evaluation.bootstrap import draw_patients

SMALL = (
    "training=quick", "training.max_epochs=3", "backbone.weights=random",
    "backbone.precision=float32", "backbone.batch_size=8", "evaluation.resamples=100",
    "controls.boosting_trees=5", "controls.logistic_penalties=[0.1]",
)  # fmt: skip
PATIENTS = 26
WHOLE = [
    "repeat", "seed", "fold", "label", "predicted", "group", "may_be_healthy", "may_be_ill",
]  # fmt: skip
BROKEN = ["probability", "threshold", "calibrated"]
ROUNDING = 0.0005 + 1e-9
"""Half of the last of three decimals."""


class Tables(HTMLParser):
    """Rows of cells of every table of a page; the pieces of a cell are joined by a blank."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self.is_inside = tag in ("td", "th") or (self.is_inside and tag == "span")

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            cells = self.tables[-1][-1]
            cells[-1] = f"{cells[-1]} {data.strip()}".strip()


@dataclass(frozen=True)
class Run:
    """A finished run: its folder, and what it printed."""

    folder: Path
    printed: str

    @cached_property
    def metrics(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "metrics.json").read_text()))

    @cached_property
    def facts(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "run.json").read_text()))

    @property
    def settings(self) -> dict[str, Any]:
        return dict(self.facts["settings"]["evaluation"])

    @cached_property
    def models(self) -> dict[str, pandas.DataFrame]:
        """Answers of each model, the network first."""
        table = pandas.read_csv(self.folder / "predictions.csv", dtype=str)
        # By Python's float, which reads the very number that was written.
        table = table.astype(dict.fromkeys(WHOLE, int) | dict.fromkeys(BROKEN, float))
        by_model = table.groupby("model", sort=False)
        return {str(name): rows.reset_index(drop=True) for name, rows in by_model}

    @cached_property
    def network(self) -> pandas.DataFrame:
        return next(iter(self.models.values()))

    def weights(self, rows: pandas.DataFrame) -> np.ndarray:
        """(1 + draws, rows): how often each page counts in each draw of patients."""
        group = rows["group"].to_numpy()
        return draw_patients(group, resamples=self.settings["resamples"], seed=self.facts["seed"])

    def interval(self, draws: Any, *, name: str = "value") -> dict[str, float]:
        """The first draw with the percentiles of the others."""
        tail = 50 * (1 - self.settings["confidence"])
        low, high = np.nanpercentile(draws[1:], [tail, 100 - tail])
        return {name: draws[0], "low": low, "high": high}

    def share(self, holds: pandas.Series, group: pandas.Series) -> dict[str, float]:
        """Wilson's interval, as if only patients counted."""
        sizes, value = group.value_counts(), holds.mean()
        number = sizes.sum() ** 2 / (sizes**2).sum()
        tail = 1 - self.settings["confidence"]
        low, high = proportion_confint(value * number, number, tail, method="wilson")
        return {"value": value, "low": min(value, max(0, low)), "high": max(value, min(1, high))}

    @cached_property
    def tables(self) -> list[list[list[str]]]:
        return Tables((self.folder / "report.html").read_text()).tables

    @cached_property
    def line(self) -> str:
        """The verdict as the page shows it."""
        page = (self.folder / "report.html").read_text()
        found = re.search(r'<p class="line">(.*?)</p>', page)
        assert found
        return html.unescape(found[1])

    def table(self, *words: str) -> list[list[str]]:
        """The first table of the page that has all these cells."""
        return next(
            table for table in self.tables if set(words) <= {cell for row in table for cell in row}
        )


def numbers(text: str) -> list[float]:
    """All numbers with decimals in a text as the page prints it."""
    text = text.replace("\N{MINUS SIGN}", "-")
    return [float(number) for number in re.findall(r"[+-]?\d+\.\d+", text)]


@pytest.fixture(scope="session")
def shows():
    """Whether a text holds these numbers and no others, each rounded to three decimals."""

    def compare(text: str, *values: float) -> bool:
        shown = numbers(text)
        return len(shown) == len(values) and all(
            abs(one - other) <= ROUNDING for one, other in zip(shown, values, strict=True)
        )

    return compare


@pytest.fixture(scope="session")
def same():
    """Holds that two nested structures have the same keys and, but for rounding, numbers."""

    def compare(recomputed: Any, written: Any) -> None:
        one, other = flat(recomputed), flat(written)
        assert one.keys() == other.keys()
        apart = {key: (one[key], other[key]) for key in one if not close(one[key], other[key])}
        assert apart == {}

    def close(one: Any, other: Any) -> bool:
        if isinstance(other, str):
            return bool(one == other)
        return bool(one == pytest.approx(other, rel=1e-7, abs=1e-9))

    return compare


def flat(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict | list | tuple):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        found: dict[str, Any] = {}
        for key, inner in items:
            found |= flat(inner, f"{path}/{key}")
        return found
    return {path: value}


def draw_cohort(root: Path) -> None:
    """Patients with one or two pages, sexes and ages; some that try the rules on who is one.

    The last patient has a page in each class. The two before share a page but for a few pixels,
    and so they count as one wherever patients are drawn. One has no sex, one no clinical numbers.
    """
    generator = np.random.default_rng(0)
    files, clinic = ["file,patient_id,sex"], []
    for patient in range(PATIENTS):
        ill = patient % 2
        for page in range(1 + patient % 3 // 2):
            folder = ("normal", "mi")[ill if patient < PATIENTS - 1 else page]
            name = f"{folder}/p{patient}_{page}.png"
            draw_page(root / name, patient * 10 + page, height=15 + 8 * ill)
            files.append(f"{name},p{patient},{'' if patient == 3 else 'fm'[patient // 2 % 2]}")
        ef = 0.55 - 0.06 * ill + generator.normal(0, 0.06)
        bnp, sbp = generator.normal(150, 40), generator.normal(120, 15)
        clinic.append(f"p{patient},{ef:.3f},{bnp:.1f},{patient % 4 + 1},{sbp:.0f},{45 + patient}")
    twin = Image.open(root / f"normal/p{PATIENTS - 4}_0.png")
    twin.putpixel((3, 3), (200, 200, 200))
    twin.save(root / f"normal/p{PATIENTS - 2}_0.png")
    (root / "manifest.csv").write_text("\n".join(files) + "\n")
    columns = "patient_id,ef_fraction,bnp_pg_per_ml,nyha_class,sbp_mmhg,age_years"
    (root.parent / "clinic.csv").write_text("\n".join([columns, *clinic[1:]]) + "\n")


def draw_page(path: Path, number: int, *, height: float) -> None:
    generator = np.random.default_rng(number)
    page = Image.new("RGB", (150, 120), "white")
    trace = [(x, 60 + y) for x, y in enumerate(generator.normal(height, 10, 150))]
    pen = ImageDraw.Draw(page)
    pen.line(trace, fill="black", width=2)
    pen.rectangle([5, 5, 5 + number * 7 % 60, 15 + number % 7], fill="gray")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path)


def finish(folder: Path, *arguments: str) -> Run:
    """Run the command without an audit, which no prediction decides, and with empty pictures."""
    from hfgnn.__main__ import main
    from hfgnn.audits.audited import Audited

    Image.new("RGB", (8, 8)).save(picture := io.BytesIO(), "PNG")
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as printed:
        patch.chdir(folder)
        patch.setenv("HFGNN_CACHE", str(folder / "cache"))
        patch.setenv("COLUMNS", "220")
        patch.setattr("hfgnn.tasks.suspicions.RunAudit.audit", lambda *_: Audited())
        patch.setattr("hfgnn.reports.figures.png_bytes", lambda *_: picture.getvalue())
        patch.setattr(sys, "argv", ["hfgnn", *arguments, *SMALL])
        main()
    (metrics,) = folder.rglob("metrics.json")
    return Run(metrics.parent, printed.getvalue())


@pytest.fixture(scope="session", params=["repeated", "plain"])
def finished(request, tmp_path_factory) -> Run:
    """Repeats, seeds, subgroups and several pages per patient; and a run without any of these."""
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "plain":
        return finish(root, "data.patients=30", "protocol.folds=2")
    draw_cohort(root / "pages")
    return finish(
        root, "data=ecg_images", f"data.root={root / 'pages'}", "data.positive=[mi]",
        "augment=none", "clinical=table", f"clinical.path={root / 'clinic.csv'}", "graph.k=3",
        "protocol.folds=2", "protocol.repeats=2", "protocol.seeds=2",
        "evaluation.subgroups=[sex,age_years]", "evaluation.confidence=0.9",
        "evaluation.specificity=0.8", "seed=3",
    )  # fmt: skip
