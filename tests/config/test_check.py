"""A wrong setting is refused in one sentence that names it, before torch is imported."""

import sys
from pathlib import Path

import pytest

WRONG = {
    "modle=gat": "there is no setting modle; did you mean model?",
    "model.heads=0": "there is no setting model.heads here; model=gat, transformer, gat_distances",
    "model=gat model.heads=0": "model.heads is 0, but it must be at least 1",
    "model=gat +model.head=2": "there is no setting model.head; did you mean model.heads?",
    "+foo=1": "there is no setting foo; there is task, seed",
    "model=gatt": "model is 'gatt', but it must be one of appnp, gat, gat_distances, gated",
    "model=gated model.gate_start=11": "model.gate_start is 11.0, but it must be a logit in [-10",
    "model=appnp model.steps=0": "model.steps is 0, but it must be at least 1",
    "model=appnp model.teleport=0": "model.teleport is 0.0, but it must be in (0, 1]",
    "model=gat_distances model.heads=0": "model.heads is 0, but it must be at least 1",
    "model.dropout=1": "model.dropout is 1.0, but it must be in [0, 1)",
    "model.hidden_width=0": "model.hidden_width is 0, but it must be at least 1",
    "model.dropout=x": "model.dropout=x cannot be used: Value 'x'",
    "model._target_=os.system": "choose model by name, as model=..., not by model._target_",
    "graph.metric=cosin": "expected one of [euclidean, cosine]",
    "graph.k=0": "graph.k is 0, but it must be at least 1",
    "nodes.clinical_share=1": "nodes.clinical_share is 1.0, but it must be in (0, 1), or null",
    "graph=thesis graph.k=1 protocol=thesis": "graph.k is 1, but it must be at least 2",
    "graph.direction=from_query": "graph.direction is 'from_query', but it must be to_query",
    "graph.weights=gaussian model=gat": "graph.weights is 'gaussian', but it must be none",
    "data.root=nowhere": "no setting data.root here; data=ecg_images, ptbxl, rr_intervals",
    "data=ecg_images data.positive=[mi]": "give a value for data.root, as in data.root=...",
    "data=ecg_images data.root=nowhere data.positive=[mi]": "data.root is 'nowhere', but",
    "data=ecg_images data.root=. data.positive=[]": "data.positive is [], but",
    "data=ecg_images data.root=. data.positive=mi": "data.positive=mi cannot be used: it must be",
    "data=ecg_images data.patient_pattern=(a)(b)": "'data.patient_pattern=(a)(b)' cannot be read",
    "data=table": "give a value for data.path, data.target",
    "data=wfdb_records": "data is 'wfdb_records', but this task takes simulated, ecg_images",
    "protocol=inter_patient": "protocol is 'inter_patient', but this task takes honest, leave",
    "protocol.repeats=0": "protocol.repeats is 0, but it must be at least 1",
    "protocol.seeds=0": "protocol.seeds is 0, but it must be at least 1",
    "probe.folds=1": "probe.folds is 1, but it must be at least 2",
    "probe.components=0": "probe.components is 0, but it must be at least 1",
    "probe.penalty=0": "probe.penalty is 0.0, but it must be above 0",
    "probe.permutations=3": "probe.permutations is 3, but it must be at least 10",
    "probe.resamples=10": "probe.resamples is 10, but it must be at least 100",
    "probe.confidence=1": "probe.confidence is 1.0, but it must be in (0, 1)",
    "probe.column_auroc=.4": "probe.column_auroc is 0.4, but it must be in (0.5, 1)",
    "data.crop=[1,2]": "data.crop is [1.0, 2.0], but it must be left, top, right, bottom",
    "data.crop=[.5,0,.4,1]": "data.crop is [0.5, 0.0, 0.4, 1.0], but",
    "data.patients=3": "data.patients is 3, but it must be at least 20",
    "data.prevalence=0": "data.prevalence is 0.0, but it must be in (0, 1)",
    "data.effect=-1": "data.effect is -1.0, but it must be at least 0",
    "data.cohort_seed=-1": "data.cohort_seed is -1, but",
    "data.min_side_px=0": "data.min_side_px is 0, but it must be at least 1",
    "data.max_megapixels=0": "data.max_megapixels is 0.0, but it must be above 0",
    "data.near_duplicate_bits=2000": "data.near_duplicate_bits is 2000, but it must be in [0,",
    "protocol.folds=1": "protocol.folds is 1, but it must be at least 2",
    "protocol.validation_share=0": "protocol.validation_share is 0.0, but it must be in (0, 0.5]",
    "protocol=thesis protocol.test_share=1": "protocol.test_share is 1.0, but it must be in (0,",
    "protocol.name=thesis": "protocol.name is 'thesis', but it must be chosen as protocol=...",
    "protocol=thesis protocol.name=honest": "protocol.name is 'honest', but it must be chosen",
    "augment.shift=1": "augment.shift is 1.0, but it must be in [0, 1)",
    "augment.rotation_degrees=-1": "augment.rotation_degrees is -1.0, but",
    "backbone.weights=none.pth": "backbone.weights is 'none.pth', but it must be auto, imagenet",
    "backbone.batch_size=0": "backbone.batch_size is 0, but it must be at least 1",
    "backbone.random_seed=-1": "backbone.random_seed is -1, but",
    "clinical.strength=2": "clinical.strength is 2.0, but it must be in [0, 1]",
    "clinical.sbp_mmhg.ill_spread=0": "ill_spread is 0.0, but it must be above 0",
    "clinical.sbp_mmhg.low=200": "low is 200.0, but it must be below high",
    "clinical.nyha_class.ill=[1,1,1,1]": "four probabilities that sum to 1",
    "clinical=table clinical.path=none.csv": "clinical.path is 'none.csv', but it must be a CSV",
    "training.max_epochs=0": "training.max_epochs is 0, but it must be at least 1",
    "training.patience=0": "training.patience is 0, but it must be at least 1, or null",
    "training.learning_rate=0": "training.learning_rate is 0.0, but it must be above 0",
    "training.weight_decay=-1": "training.weight_decay is -1.0, but it must be at least 0",
    "training.accelerator=tpu": "expected one of [auto, cpu, gpu, mps]",
    "evaluation.resamples=10": "evaluation.resamples is 10, but it must be at least 100",
    "evaluation.confidence=1": "evaluation.confidence is 1.0, but it must be in (0, 1)",
    "evaluation.specificity=0": "evaluation.specificity is 0.0, but it must be in (0, 1)",
    "controls.logistic_penalties=[]": "controls.logistic_penalties is [], but",
    "controls.boosting_leaves=1": "controls.boosting_leaves is 1, but it must be at least 2",
    "controls.boosting_learning_rate=0": "controls.boosting_learning_rate is 0.0, but",
    "controls.rewiring_swaps_per_edge=0": "controls.rewiring_swaps_per_edge is 0, but",
    "logger.name=other": "logger.name is 'other', but it must be chosen as logger=...",
    "logger=wandb logger.name=csv": "logger.name is 'csv', but it must be chosen as logger=...",
    "seed=-1": "seed is -1, but it must be in [0, 4294967296)",
    "seed=x": "seed=x cannot be used: Value 'x'",
    "task=bets": "task is 'bets', but it must be one of patients",
    "thesis=wrong": "thesis is 'wrong', but it must be one of gat, gcn, honest_gcn",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_setting_is_one_sentence(
    arguments: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from hfgnn.__main__ import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["hfgnn", *arguments.split()])
    with pytest.raises(SystemExit) as refusal:
        main()
    said = str(refusal.value.code)
    assert WRONG[arguments] in said
    assert "\n" not in said
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_says_it_without_a_traceback(run) -> None:
    done = run("model=gat", "model.heads=0")
    assert done.returncode != 0
    assert done.stderr.strip() == "model.heads is 0, but it must be at least 1"
    assert done.stdout == ""


def test_a_wrong_setting_does_not_wait_for_torch(run) -> None:
    script = (
        "import sys; sys.argv = ['hfgnn', 'graph.k=0']\n"
        "from hfgnn.__main__ import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({'torch', 'sklearn', 'pandas', 'matplotlib', 'scipy'} & sys.modules.keys()))"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["graph.k is 0, but it must be at least 1", "[]"]
