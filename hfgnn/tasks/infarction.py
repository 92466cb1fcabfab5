"""Infarction against normal: a network that knows heartbeats beside one that knows nothing."""

from pathlib import Path

from hfgnn.config.infarction import InfarctionRun
from hfgnn.reports.infarction.publish import publish
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.infarction_cells import divide, fit_cells
from hfgnn.tasks.infarction_facts import Done, facts
from hfgnn.tasks.infarction_judged import judge
from hfgnn.tasks.infarction_prepared import pretrain, read_target
from hfgnn.training.device import refuse_missing_accelerator


def run(settings: InfarctionRun, folder: Path, settings_text: str) -> float:
    """Learn five classes of heartbeats, carry over, train beside scratch, compare.

    Args:
        settings: checked.
        folder: of the run; fits that an earlier run left there are taken up.
        settings_text: the settings as yaml, for the report and the checkpoint.

    Returns:
        Mean AUROC of the transferred network on validation rows with all labels, for a sweeper.

    Raises:
        DataError: data that cannot be used, or earlier fits made with other settings.
    """
    refuse_missing_accelerator(settings.training.accelerator)
    clock = Clock()
    target = read_target(settings)
    clock.lap("reading")
    cells = divide(settings, target)
    pretrained = pretrain(settings, target, folder=folder, settings_text=settings_text)
    clock.lap("pretraining")
    answers = fit_cells(settings, target, cells, weights=pretrained.weights, folder=folder)
    clock.lap("training")
    judged = judge(settings, target, answers)
    clock.lap("evaluation")
    done = Done(settings, settings_text, target, pretrained, judged)
    publish(facts(done, clock.seconds), folder)
    return judged.validation_auroc
