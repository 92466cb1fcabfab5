"""What every test may use: a cache of its own, quiet threads, and the command line."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as in hfgnn.__main__, before torch
if "PYTEST_XDIST_WORKER" in os.environ:  # the workers share the processor among themselves
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or fills the user's cache; tests share one, as runs do."""
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``python -m hfgnn ...`` in a folder of the test's own."""

    def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hfgnn", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONWARNINGS": "ignore"} | environment,
        )

    return command


@pytest.fixture
def ptbxl_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a folder laid out as PTB-XL: its two tables, and a record at 100 Hz per line."""

    def write(lines: list[dict[str, Any]], *, signals: dict[int, Any] | None = None) -> Path:
        root = tmp_path / "ptbxl"
        (root / "records100").mkdir(parents=True)
        (root / "scp_statements.csv").write_text(PTBXL_STATEMENTS)
        rows = [ptbxl_line(number, line) for number, line in enumerate(lines, start=1)]
        with (root / "ptbxl_database.csv").open("w", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        for row in rows:
            number = row["ecg_id"]
            signal = (signals or {}).get(number, ptbxl_signal(number))
            if signal is not None:
                write_ptbxl_record(root / "records100", f"{number:05d}_lr", signal)
        return root

    return write


PTBXL_STATEMENTS = """,description,diagnostic,diagnostic_class
NORM,normal ECG,1.0,NORM
IMI,inferior myocardial infarction,1.0,MI
LVH,left ventricular hypertrophy,1.0,HYP
CRBBB,complete right bundle branch block,1.0,CD
SR,sinus rhythm,,
"""


def ptbxl_line(number: int, given: dict[str, Any]) -> dict[str, Any]:
    """A line of ptbxl_database.csv; what is not given is that of a healthy woman of 56."""
    usual = {
        "ecg_id": number,
        "patient_id": f"{1000 + number}.0",
        "age": "56.0",
        "sex": "1",
        "site": "0.0",
        "device": "CS-12   E",
        "report": "sinusrhythmus, normales ekg",
        "scp_codes": "{'NORM': 100.0, 'SR': 0.0}",
        "strat_fold": "3",
        "filename_lr": f"records100/{number:05d}_lr",
        "filename_hr": f"records500/{number:05d}_hr",
    }
    return usual | given


def ptbxl_signal(number: int, *, severity: float = 0.3) -> Any:
    """Ten seconds of twelve leads of a simulated heart, (1000, 12), mV."""
    from hfgnn.data.heart import draw_heart
    from hfgnn.data.leads import record_leads

    generator = np.random.default_rng(number)
    heart = draw_heart(severity, 1.0, generator=generator)
    return record_leads(heart, 10.0, sampling_hz=100.0, generator=generator).T.astype(float)


@pytest.fixture
def twelve_leads() -> Callable[..., Any]:
    """Ten seconds of twelve leads by number of the heart."""
    return ptbxl_signal


def write_ptbxl_record(folder: Path, name: str, signal: Any) -> None:
    import wfdb

    leads = ["I", "II", "III", "AVR", "AVL", "AVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    count = signal.shape[1]
    wfdb.wrsamp(
        name,
        fs=100,
        units=["mV"] * count,
        sig_name=leads[:count],
        p_signal=signal,
        fmt=["16"] * count,
        adc_gain=[1000.0] * count,
        baseline=[0] * count,
        write_dir=str(folder),
    )
