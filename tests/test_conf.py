"""conf/ mirrors hfgnn/: every yaml composes, every schema is its class, everything is shipped."""

import inspect
import os
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from hfgnn.config.composed import composed
from hfgnn.config.schemas import SCHEMAS
from hfgnn.config.store import SETTINGS, options_of

ROOT = Path(__file__).parents[1]
OPTIONS = sorted(
    f"{file.parent.name}={file.stem}"
    for file in (ROOT / "conf").glob("*/*.yaml")
    if file.parent.name != "tasks"  # whole settings, not options: tests/config/test_primary.py
)
EXPERIMENTS = sorted(
    f"{file.parent.name}={file.stem}" for file in (ROOT / "experiments").glob("*/*.yaml")
)
KNOWN_TO_THE_TASK = {
    "in_width", "num_classes", "num_leads", "num_columns", "num_samples", "attributes",
    "heartbeats", "num_mels", "num_frames",
}  # fmt: skip


@pytest.fixture
def given(tmp_path: Path) -> dict[str, list[str]]:
    """Values for what has none, so that every option can be checked."""
    table = tmp_path / "table.csv"
    table.write_text("patient_id\n")
    root = [f"data.root={tmp_path}"]
    source = [f"source.root={tmp_path}"]
    images = [*root, "data.positive=[ill]"]
    for name in ("cleveland", "hungarian", "switzerland", "va"):
        (tmp_path / f"processed.{name}.data").write_text("")
    return {
        "data=ecg_images": images,
        "clinical=table": [f"clinical.path={table}"],
        "data=ptbxl": root,
        "recording=embedding": [f"recording.checkpoint={table}"],
        "data=table": [f"data.path={table}", "data.target=ill"],
        "beats": root,
        "data=wfdb_records": root,
        "data=beat_table": [f"data.paths=[{table}]", "protocol=random_beats"],
        "infarction": [*root, *source],
        "source=mitdb": source,
        "data=ptbxl_records": root,
        "data=ptb_records": root,
        "data=music": root,
        "data=rr_intervals": root,
        "data=heart_disease": root,
        "data=heart_failure": [f"data.path={table}"],
        "tabular": [f"data.path={table}", "data.target=ill"],
        "heart_sounds": root,
        "data=pascal_sounds": root,
        "data=cinc2016": root,
        "heatmaps": root,
        "data=twelve_leads": root,
        "data=infarction_table": [*root, "protocol=published_beats", "segmentation=kaggle"],
        "protocol=honest": [],
        "graph=thesis": ["protocol=thesis"],
        **{name: root for name in EXPERIMENTS if name.startswith("thesis=")},
    }


TASKS_OF = {
    "sweep=infarction": "infarction",
    "sweep=beat_models": "beats",
    "published=deep_stethoscope": "heart_sounds",
    "published": "beats",
}
"""Experiments, and groups of them, that belong to a task with settings of its own."""


def main_settings(option: str) -> str:
    """The yaml file of the first task that takes this option; an audit takes all data there are."""
    group, _, name = option.partition("=")
    tasks = sorted(SETTINGS, key=lambda one: one == "audit")
    takers = [one for one in tasks if name in options_of(one).get(group, [])]
    return takers[0] if takers else TASKS_OF.get(option, TASKS_OF.get(group, "config"))


@pytest.mark.parametrize("option", OPTIONS + EXPERIMENTS)
def test_every_option_composes_and_passes_the_check(option, given) -> None:
    config = main_settings(option)
    group, _, name = option.partition("=")
    task = [] if config == "config" else [f"task={config}"]
    usual = [one for one in given.get(config, []) if not one.startswith(f"{group}.")]
    settings = composed([*task, *usual, option, *given.get(option, [])])
    if group in SCHEMAS:
        assert type(getattr(settings, group)) is SCHEMAS[group][name]


def test_every_schema_has_its_yaml_and_every_yaml_its_schema() -> None:
    assert sorted(f"{group}={name}" for group in SCHEMAS for name in SCHEMAS[group]) == OPTIONS


@pytest.mark.parametrize(
    "schema",
    [
        schema
        for options in SCHEMAS.values()
        for schema in options.values()
        if "_target_" in schema.__dataclass_fields__
    ],
    ids=lambda schema: schema.__name__,
)
def test_the_fields_of_a_schema_are_the_parameters_of_its_class(schema) -> None:
    module, _, name = schema.__dataclass_fields__["_target_"].default.rpartition(".")
    made = getattr(import_module(module), name)
    takes = set(inspect.signature(made).parameters)
    fields = schema.__dataclass_fields__.keys() - {"_target_"}
    assert fields <= takes
    assert takes - fields <= KNOWN_TO_THE_TASK


def test_constructors_have_no_defaults_beside_those_of_the_yaml() -> None:
    for options in SCHEMAS.values():
        for schema in options.values():
            if "_target_" not in schema.__dataclass_fields__:
                continue
            module, _, name = schema.__dataclass_fields__["_target_"].default.rpartition(".")
            parameters = inspect.signature(getattr(import_module(module), name)).parameters
            assert [one.name for one in parameters.values() if one.default is not one.empty] == []


def test_the_settings_are_found_from_another_folder(run) -> None:
    done = run("--cfg", "job", "thesis=gcn", "data.root=x")
    assert done.returncode == 0, done.stderr
    assert yaml.safe_load(done.stdout)["protocol"]["name"] == "thesis"


def test_help_names_the_groups_and_the_experiments(run) -> None:
    done = run("--help")
    for word in (
        "model: appnp, gat, gat_distances, gated, gcn, sage, transformer",
        "thesis: gat, gcn, honest_gcn",
        "sweep: beat_models, infarction, neighbours, strength",
        "study: graph_verdict, leak_dial, which_graph",
        "data: ecg_images, heart_disease, heart_failure, music, ptbxl, rr_intervals, simulated",
        "ensemble: none, stacking",
        "--cfg job",
    ):
        assert word in done.stdout
    assert "schema" not in done.stdout
    assert "beat_cnn" not in done.stdout


def test_help_of_heartbeats_names_their_options_alone(run) -> None:
    done = run("task=beats", "--help")
    for word in (
        "data: beat_table, simulated_records, wfdb_records",
        "published: cnn_mlp, conv_xgb, xgb_features",
        "model: beat_cnn, beat_transformer, cnn_mlp, conv_xgb, xgb_features",
        "oversample: none, smote",
        "protocol: cross_validated, inter_patient, random_beats",
        "training: beat",
    ):
        assert word in done.stdout
    assert "gcn" not in done.stdout


def test_the_thesis_protocol_brings_its_own_settings_and_the_user_still_decides() -> None:
    published = composed(["protocol=thesis"])
    assert published.augment.single_source
    assert published.graph.counts_itself
    assert published.training.max_epochs == 30
    assert not published.nodes.standardize_image
    assert published.evaluation.threshold.value == "half"
    assert composed(["protocol=thesis", "training=quick"]).training.max_epochs == 10


def test_an_installed_wheel_finds_its_settings(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    done = subprocess.run(
        [sys.executable, "-m", "hfgnn", "--cfg", "job", "thesis=gat", "data.root=x"],
        cwd=tmp_path / "installed",
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
    )
    assert done.returncode == 0, done.stderr
    assert "hfgnn.models.gat.GAT" in done.stdout
    assert (tmp_path / "installed/hfgnn/reports/report.html.jinja").is_file()


def requirements() -> list[str]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]


def test_conda_installs_what_pyproject_needs() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    assert [line for line in pip if not line.startswith("-")] == requirements()
    assert {"-c constraints.txt", "-e ."} <= set(pip)


def test_the_tested_versions_satisfy_what_pyproject_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    tested = {
        Requirement(line).name.lower().replace("_", "-"): Version(line.partition("==")[2])
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if line and not line.startswith("#")
    }
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, wanted):
        assert tested[requirement.name.lower()] in requirement.specifier, requirement
