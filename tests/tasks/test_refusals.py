"""Bad data: the run goes on without it, or ends in one sentence and leaves nothing."""

import csv

import pytest


def refusal(hfgnn, *arguments):
    with pytest.raises(SystemExit) as end:
        hfgnn(*arguments)
    assert isinstance(end.value.code, str)
    assert "\n" not in end.value.code
    return end.value.code


def images(root, positive="mi"):
    return (
        "data=ecg_images",
        f"data.root={root}",
        f"data.positive=[{positive}]",
        "clinical=none",
        "protocol.folds=3",
        "graph.k=2",
    )


@pytest.fixture
def nothing_left(tmp_path):
    yield
    assert list((tmp_path / "work").rglob("*")) == []


def test_bad_files_are_listed_and_the_run_goes_on(hfgnn, metrics_of, pages, draw):
    root = pages()
    (root / "mi" / "text.jpg").write_text("not an image")
    (root / "mi" / "empty.png").touch()
    draw(root / "normal" / "narrow.png", 1, size=(99, 100))
    draw(root / "normal" / "exact.png", 2, size=(100, 100))
    whole = (root / "normal" / "n0.png").read_bytes()
    (root / "normal" / "truncated.png").write_bytes(whole[: len(whole) // 2])
    (folder,) = hfgnn(*images(root))
    with (folder / "refused.csv").open(newline="") as file:
        reasons = {row["file"]: row["reason"] for row in csv.DictReader(file)}
    assert reasons.keys() == {
        "mi/text.jpg",
        "mi/empty.png",
        "normal/narrow.png",
        "normal/truncated.png",
    }
    assert "99x100" in reasons["normal/narrow.png"]
    assert metrics_of(folder)["cohort"] | {"source": ""} == {
        "source": "",
        "unit": "page",
        "files": 26,
        "records": 22,
        "duplicates": 0,
        "used": 22,
        "patients": 22,
        "tested_pages": 22,
        "refused": 4,
        "classes": {"mi": 9, "normal": 13},
        "positive": ["mi"],
    }


@pytest.mark.usefixtures("nothing_left")
def test_an_empty_folder(hfgnn, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "data.root" in refusal(hfgnn, *images(tmp_path / "empty"))


@pytest.mark.usefixtures("nothing_left")
def test_a_class_with_one_patient(hfgnn, pages):
    said = refusal(hfgnn, *images(pages(mi=1)))
    assert said.startswith("the number of patients with disease is 1 ")
    assert "protocol.folds" in said


@pytest.mark.usefixtures("nothing_left")
def test_a_class_that_is_not_there(hfgnn, pages):
    said = refusal(hfgnn, *images(pages(), positive="my"))
    assert "data.positive" in said
    assert "mi" in said


@pytest.mark.usefixtures("nothing_left")
def test_more_neighbours_than_patients(hfgnn, pages):
    said = refusal(hfgnn, *images(pages()), "graph.k=40")
    assert said.startswith("graph.k is 40, but a patient has")


@pytest.mark.usefixtures("nothing_left")
def test_a_table_of_other_patients(hfgnn, pages, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("patient_id,ef_fraction,bnp_pg_per_ml,nyha_class,sbp_mmhg,age_years\nx,,,,,\n")
    said = refusal(hfgnn, *images(pages()), "clinical=table", f"clinical.path={table}")
    assert "names none of the" in said


def test_what_stood_in_the_folder_before_stays(hfgnn, pages, tmp_path):
    kept = tmp_path / "work" / "here" / "notes.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    refusal(hfgnn, *images(pages(mi=1)), f"hydra.run.dir={kept.parent}")
    assert [file.name for file in kept.parent.iterdir()] == ["notes.txt"]


def test_a_page_all_of_whose_copies_disagree_cannot_be_used(hfgnn, tmp_path, draw):
    for name in ("mi/a.png", "normal/a.png"):
        draw(tmp_path / "two" / name, 1)
    said = refusal(hfgnn, *images(tmp_path / "two"))
    assert said == "every page has copies with another label, so none can be used"
