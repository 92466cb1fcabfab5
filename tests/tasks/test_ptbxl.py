"""The main job on a folder laid out as PTB-XL: pages, recorded age and sex, recordings."""

import csv
import json

import pytest
from omegaconf import OmegaConf

from hfgnn.config.schemas import SCHEMAS
from hfgnn.models.two_layer_cnn import TwoLayerCNN
from hfgnn.training.checkpoint import write_checkpoint

PATIENTS = 24


@pytest.fixture
def root(ptbxl_folder, twelve_leads):
    """Half with infarction, who are older and whose hearts are drawn more severe."""
    ill = [number % 2 == 0 for number in range(PATIENTS)]
    lines = [
        {
            "age": f"{50 + 15 * one + number}",
            "sex": str(number % 3 % 2),
            "scp_codes": "{'IMI': 100.0}" if one else "{'NORM': 100.0}",
        }
        for number, one in enumerate(ill)
    ]
    lines[3]["age"] = ""
    signals = {n + 1: twelve_leads(n + 1, severity=0.2 + 0.6 * one) for n, one in enumerate(ill)}
    return ptbxl_folder(lines, signals=signals)


@pytest.fixture
def ptbxl(hfgnn, root, tmp_path, monkeypatch):
    """Runs the command on this folder, with a cache of its own."""
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "cache"))
    return lambda *arguments: hfgnn(
        "data=ptbxl", f"data.root={root}", "protocol.folds=2", "graph.k=2", *arguments
    )


def columns_of(folder):
    from hfgnn.serving.stored import read_fold

    return read_fold(min((folder / "checkpoints").glob("*.pt"))).facts.clinical_columns


def predict(folder, hfgnn_real, tmp_path):
    """A new patient, from page, age and sex."""
    page = next((tmp_path / "cache/ptbxl").glob("*.jpg"))
    numbers = tmp_path / "numbers.json"
    numbers.write_text(json.dumps({"age_years": 71, "sex_female": 1}))
    hfgnn_real("task=predict", f"run={folder}", f"image={page}", f"clinical={numbers}")
    (said,) = (tmp_path / "work").rglob("prediction.json")
    answer = json.loads(said.read_text())
    assert 0 <= answer["probability"]["value"] <= 1
    assert set(answer["contributions"]) == {"image", "clinical", "graph"}
    numbers.write_text(json.dumps({"age_years": 71, "sex_female": 2}))
    with pytest.raises(SystemExit, match="sex_female is 2, but it must be 0 for male, 1 for fem"):
        hfgnn_real("task=predict", f"run={folder}", f"image={page}", f"clinical={numbers}")


def test_age_and_sex_are_those_of_the_table_and_a_new_patient_has_them_too(
    ptbxl, metrics_of, hfgnn_real, tmp_path
):
    (folder,) = ptbxl()
    metrics = metrics_of(folder)
    assert metrics["stamps"] == ["random backbone"]
    assert metrics["cohort"]["classes"] == {"MI": 12, "NORM": 12}
    assert metrics["cohort"]["positive"] == ["MI"]
    assert "ceiling" not in metrics
    assert {"logistic_image", "logistic_clinical"} <= metrics["models"].keys()
    assert "logistic_recording" not in metrics["models"]
    assert columns_of(folder) == ["age_years", "sex_female"]
    shares = metrics["graph"]["block_shares"]["columns"]
    assert {"age_years", "sex_female"} <= shares.keys()
    assert "sex, 1 for female" in (folder / "model_card.md").read_text()
    predict(folder, hfgnn_real, tmp_path)


@pytest.fixture
def checkpoint(tmp_path):
    """As task=infarction writes it, of a network that has learned nothing."""
    model = {"widths": [2, 3], "kernel_size": 10, "pool": 2, "dropout": 0.5}
    window = {"sampling_hz": 125, "low_hz": 0.5, "high_hz": 40, "order": 2}
    window |= {"before": 50, "after": 74}
    settings = {
        "task": "infarction",
        "source": {"_target_": SCHEMAS["data"]["simulated_records"]._target_},
        "segmentation": {"_target_": SCHEMAS["segmentation"]["one_second"]._target_, **window},
        "model": {"_target_": SCHEMAS["model"]["two_layer_cnn"]._target_, **model},
    }
    network = TwoLayerCNN(num_leads=1, num_samples=125, num_classes=5, **model)
    path = tmp_path / "source.ckpt"
    write_checkpoint(path, network.state_dict(), OmegaConf.to_yaml(OmegaConf.create(settings)))
    return path


def test_a_recording_gives_a_block_of_its_own(ptbxl, metrics_of, hfgnn_real, tmp_path, checkpoint):
    (folder,) = ptbxl("recording=embedding", f"recording.checkpoint={checkpoint}")
    metrics = metrics_of(folder)
    shares = metrics["graph"]["block_shares"]
    assert shares["image"] + shares["clinical"] + shares["recording"] == pytest.approx(1)
    assert "recording_qrs_s" not in shares["columns"]
    assert "logistic_recording" in metrics["models"]
    assert "heartbeats learned from simulated records" in metrics["stamps"]
    names = columns_of(folder)
    assert names[:3] == ["age_years", "sex_female", "recording_beats_per_s"]
    assert names[10:12] == ["recording_beat_logit_N_mean", "recording_beat_logit_S_mean"]
    assert len(names) == 2 + 8 + 10
    assert "Columns measured in the recording" in (folder / "model_card.md").read_text()
    page = next((tmp_path / "cache/ptbxl").glob("*.jpg"))
    with pytest.raises(SystemExit) as caught:
        hfgnn_real("task=predict", f"run={folder}", f"image={page}")
    assert "trained with columns of recordings, but a new patient comes as a page" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            ["recording.checkpoint=nowhere"],
            "recording.checkpoint is 'nowhere', but it must be the file checkpoints/source.ckpt",
        ),
        ([], "give a value for recording.checkpoint"),
        (
            ["recording.checkpoint={}", "recording.leads=[I,II]"],
            r"recording.leads is \[I, II\], but",
        ),
        (
            ["recording.checkpoint={}", "recording.leads=[X]"],
            r"recording.leads is \['X'\], but it m",
        ),
        (
            ["recording.checkpoint={}", "recording.leads=[]"],
            r"recording.leads is \[\], but it must",
        ),
        (["recording.checkpoint={}", "recording.layer=x"], "recording.layer"),
    ],
)
def test_settings_that_do_not_fit_the_network_are_refused(ptbxl, checkpoint, settings, sentence):
    given = [one.format(checkpoint) for one in settings]
    with pytest.raises(SystemExit, match=sentence) as caught:
        ptbxl("recording=embedding", *given)
    assert "\n" not in str(caught.value)


def test_the_user_still_decides_about_clinical_numbers(run, root):
    for asked, target in (("", "Recorded"), ("clinical=none", "NoClinical")):
        done = run("data=ptbxl", f"data.root={root}", *asked.split(), "--cfg", "job")
        assert f".{target}\n" in done.stdout


def test_an_audit_looks_at_pages_and_recorded_columns(hfgnn_real, root, metrics_of):
    (folder,) = hfgnn_real(
        "task=audit", "data=ptbxl", f"data.root={root}", "probe.column_auroc=0.51",
        "probe.permutations=10", "probe.resamples=100",
    )  # fmt: skip
    found = list(csv.DictReader((folder / "findings.csv").open()))
    assert any("age_years" in " ".join(map(str, one.values())) for one in found)


def test_pages_have_no_recordings_to_measure(hfgnn):
    with pytest.raises(SystemExit, match="recording is 'rhythm', but the data are pages without"):
        hfgnn("data.patients=20", "recording=rhythm")


def test_simulated_pages_say_nothing_of_age(hfgnn):
    with pytest.raises(SystemExit, match="the data do not say age_years of any page"):
        hfgnn("data.patients=20", "clinical=recorded")


def test_another_task_does_not_take_these_pages(hfgnn_real, root):
    with pytest.raises(SystemExit, match="data is 'ptbxl', which is for task=patients and task="):
        hfgnn_real("task=beats", "data=ptbxl", f"data.root={root}")


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("data.positive=[NORM]", r"data.positive is \['NORM'\], but it must be one superclass"),
        ("data.positive=[]", r"data.positive is \[\], but it must be one superclass or more"),
        ("data.positive=[XY]", "data.positive"),
        ("data.sampling_hz=250", "data.sampling_hz is 250, but it must be 100 or 500"),
        ("data.least_likelihood=101", r"data.least_likelihood is 101.0, but it must be in \[0,"),
        ("data.max_gap_s=-1", "data.max_gap_s is -1.0, but it must be at least 0"),
        ("data.max_flat_s=0", "data.max_flat_s is 0.0, but it must be above 0"),
        ("clinical.columns=[weight]", r"clinical.columns is \['weight'\], but it must be one or"),
        ("clinical.columns=[]", r"clinical.columns is \[\], but it must be one or more of age"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(ptbxl, setting, sentence):
    with pytest.raises(SystemExit, match=sentence) as caught:
        ptbxl(setting)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_not_there_is_refused(hfgnn):
    with pytest.raises(SystemExit, match=r"data.root is 'nowhere', but it must be the folder of P"):
        hfgnn("data=ptbxl", "data.root=nowhere")


def test_the_folder_is_asked_for(hfgnn):
    with pytest.raises(SystemExit, match=r"give a value for data.root, as in data.root="):
        hfgnn("data=ptbxl")
