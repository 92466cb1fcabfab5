"""The simulated cohort: known truth, which only the trace can give away."""

import csv
import itertools
import threading

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.manifest import MANIFEST
from hfgnn.data.simulated import SEVERITY_BETA, Patient, Simulated
from hfgnn.types import DataError


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    return tmp_path


def cohort(**changes):
    settings = {
        "patients": 6,
        "prevalence": 0.5,
        "effect": 1.0,
        "cohort_seed": 0,
        "crop": None,
        "min_side_px": 100,
        "max_megapixels": 100,
        "near_duplicate_bits": 60,
    }
    return Simulated(**{**settings, **changes})


def silent(items, /, *, total, description):
    return items


def contents(folder):
    """File name to bytes, without the manifest."""
    return {path.name: path.read_bytes() for path in folder.glob("*.jpg")}


def auroc(score, label):
    """Share of pairs in the right order."""
    score, label = np.asarray(score, float), np.asarray(label)
    above = score[label == 1][:, None] - score[label == 0][None]
    return ((above > 0) + 0.5 * (above == 0)).mean()


def test_a_label_cannot_be_read_from_anything_but_the_trace():
    """Without effect the trace is the same, and then so is every byte of every page."""
    healthy = cohort(effect=0.0, prevalence=0.0)
    diseased = cohort(effect=0.0, prevalence=1.0)
    assert {one.label for one in healthy.draw_patients()} == {0}
    assert {one.label for one in diseased.draw_patients()} == {1}
    assert contents(healthy.pages(silent)) == contents(diseased.pages(silent))


def test_with_effect_the_trace_changes_and_the_sheet_around_it_does_not():
    patient = Patient(3, "page.jpg", "simulated-00003", 0, 0.1)
    ill = Patient(3, "page.jpg", "simulated-00003", 1, 0.9)
    one, other = (np.asarray(cohort().draw_page(who)) for who in (patient, ill))
    header, footer = slice(0, 130), slice(770, None)
    assert (one[header] == other[header]).all()
    assert (one[footer] == other[footer]).all()
    assert (one != other).any()


def test_without_effect_size_and_color_of_a_page_say_nothing():
    plain = cohort(patients=60, effect=0.0)
    folder, patients = plain.pages(silent), plain.draw_patients()
    label = [one.label for one in patients]
    pages = [np.asarray(Image.open(folder / one.file)) for one in patients]
    assert 0.2 < auroc([(folder / one.file).stat().st_size for one in patients], label) < 0.8
    assert 0.2 < auroc([page.mean() for page in pages], label) < 0.8
    assert 0.2 < auroc([page.std() for page in pages], label) < 0.8


def test_neither_name_nor_order_nor_number_carries_the_label():
    patients = cohort(patients=2000).draw_patients()
    label = [one.label for one in patients]
    assert [one.file for one in patients] == sorted(one.file for one in patients)
    assert 0.45 < auroc(range(len(patients)), label) < 0.55
    assert 0.45 < auroc([one.number for one in patients], label) < 0.55
    assert not any("fail" in one.file or "normal" in one.file for one in patients)


@pytest.mark.parametrize(("patients", "prevalence", "diseased"), [(10, 0.35, 4), (400, 0.35, 140)])
def test_the_prevalence_is_exact(patients, prevalence, diseased):
    drawn = cohort(patients=patients, prevalence=prevalence).draw_patients()
    assert sum(one.label for one in drawn) == diseased
    assert len({one.file for one in drawn}) == patients


def test_severity_tells_the_classes_apart_with_overlap():
    patients = cohort(patients=1000).draw_patients()
    severity, label = [one.severity for one in patients], [one.label for one in patients]
    assert 0.85 < auroc(severity, label) < 0.97
    for number, (alpha, beta) in enumerate(SEVERITY_BETA):
        mean = np.mean([one.severity for one in patients if one.label == number])
        assert mean == pytest.approx(alpha / (alpha + beta), abs=0.04)


def test_the_manifest_tells_the_truth():
    simulated = cohort()
    folder = simulated.pages(silent)
    with (folder / MANIFEST).open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "patient_id", "label", "severity"]
    assert {row["label"] for row in rows} == {"heart_failure", "normal"}
    assert {row["file"] for row in rows} == contents(folder).keys()
    assert all(0 <= float(row["severity"]) <= 1 for row in rows)


def test_a_finished_folder_is_reused():
    folder = cohort().pages(silent)
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert cohort().pages(silent) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == times


def test_an_interrupted_cohort_is_continued(cache, monkeypatch):
    def interrupted(items, /, *, total, description):
        yield from itertools.islice(items, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cohort().pages(interrupted)
    (folder,) = (cache / "simulated").iterdir()
    begun = contents(folder)
    assert begun
    assert not (folder / MANIFEST).exists()
    continued = contents(cohort().pages(silent))
    assert begun.items() <= continued.items()
    monkeypatch.setenv("HFGNN_CACHE", str(cache / "elsewhere"))
    assert contents(cohort().pages(silent)) == continued


def test_a_page_that_was_lost_is_drawn_again():
    folder = cohort().pages(silent)
    before = contents(folder)
    (folder / next(iter(before))).unlink()
    assert contents(cohort().pages(silent)) == before


def test_two_runs_may_fill_one_folder(cache, monkeypatch):
    runs = [threading.Thread(target=cohort().pages, args=(silent,)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    (folder,) = (cache / "simulated").iterdir()
    assert not list(folder.glob(".*"))
    monkeypatch.setenv("HFGNN_CACHE", str(cache / "elsewhere"))
    assert contents(cohort().pages(silent)) == contents(folder)


def test_a_write_that_fails_leaves_nothing(cache, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hfgnn.data.drawn.os.replace", fail)
    with pytest.raises(DataError) as caught:
        cohort().pages(silent)
    (folder,) = (cache / "simulated").iterdir()
    assert list(folder.iterdir()) == []
    assert str(caught.value) == (
        f"drawn pages cannot be written to '{folder}' (No space left on device)"
    )


def test_a_folder_that_cannot_be_made_is_refused(cache):
    (cache / "simulated").write_text("x")
    with pytest.raises(DataError, match=r"cannot be written to '.*simulated.*' \(Not a directory"):
        cohort().pages(silent)


@pytest.mark.parametrize("change", [{"cohort_seed": 1}, {"effect": 0.5}, {"patients": 7}])
def test_other_settings_have_another_folder(change):
    assert cohort(**change)._fingerprint() != cohort()._fingerprint()


def test_a_patient_of_a_larger_cohort_has_the_same_page():
    small = {one.number: one for one in cohort(prevalence=0.0).draw_patients()}
    large = {one.number: one for one in cohort(prevalence=0.0, patients=9).draw_patients()}
    assert all(large[number] == one for number, one in small.items())


def test_progress_counts_the_pages_that_are_missing():
    totals = []

    def count(items, /, *, total, description):
        totals.append(total)
        return items

    folder = cohort().pages(count)
    next(folder.glob("*.jpg")).unlink()
    cohort().pages(count)
    assert totals == [6, 1]


def test_reading_gives_records_with_their_truth():
    read = cohort(crop=[0.0, 0.2, 1.0, 0.95]).read(silent)
    truth = {one.file: one for one in cohort().draw_patients()}
    assert read.refused == ()
    assert len(read.records) == 6
    assert read.stamps == ("simulated cohort",)
    assert read.positive == ("heart_failure",)
    assert read.source == "6 simulated patients"
    assert read.crop == (0.0, 0.2, 1.0, 0.95)
    for name, label in zip(read.records.record_id, read.records.label, strict=True):
        assert truth[str(name)].label == label


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"crop": [0.5, 0, 0.5001, 1]}, "leaves nothing"),
        ({"min_side_px": 5000}, "at least 5000 px"),
        ({"max_megapixels": 0.1}, "at most 0.1 are"),
    ],
)
def test_settings_that_refuse_every_page_are_refused_with_the_first_reason(change, reason):
    first = cohort().draw_patients()[0].file
    with pytest.raises(DataError) as caught:
        cohort(**change).read(silent)
    sentence = str(caught.value)
    begin = "no page of the simulated cohort can be used; 6 files were refused, the first, "
    assert sentence.startswith(f"{begin}{first}: ")
    assert reason in sentence


def test_a_crop_that_is_no_rectangle_is_refused_before_a_page_is_drawn(cache):
    with pytest.raises(DataError, match=r"data\.crop is \[0\.5, 0, 0\.5, 1\], but"):
        cohort(crop=[0.5, 0, 0.5, 1]).read(silent)
    assert list(cache.iterdir()) == []
