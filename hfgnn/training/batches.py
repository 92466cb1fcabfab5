"""Fit any network that takes rows of tables, in batches; validation rows choose the epoch."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pytorch_lightning as lightning
import torch
from numpy.typing import NDArray
from pytorch_lightning.callbacks import Callback, EarlyStopping
from pytorch_lightning.loggers import Logger
from torch import Tensor, nn

from hfgnn.config.training import BatchTraining
from hfgnn.training.batch_task import BatchTask, weigh_classes
from hfgnn.training.best_weights import BestWeights
from hfgnn.training.device import device_of
from hfgnn.training.examples import Examples
from hfgnn.training.losses.batch_loss import BatchLoss
from hfgnn.training.quiet import quiet


@dataclass(frozen=True)
class FittedNetwork:
    """What a fit in batches leaves.

    Attributes:
        network: with the weights of the chosen epoch, on the processor, ready to predict.
        epoch: the chosen epoch, from 0.
        validation_loss: the loss there, cross-entropy unless another was given.
    """

    network: nn.Module
    epoch: int
    validation_loss: float

    @property
    def weights(self) -> dict[str, Tensor]:
        """Of the chosen epoch, by name."""
        return dict(self.network.state_dict())


def fit_batches(
    make_network: Callable[[], nn.Module],
    train: Examples,
    validation: Examples,
    *,
    num_classes: int,
    settings: BatchTraining,
    seed: int,
    logger: Logger | None,
    after_epoch: Callable[[], None] | None = None,
    loss: BatchLoss | None = None,
) -> FittedNetwork:
    """Train on some examples, stop and choose the epoch by others.

    Three lines make a fit and its answers::

        train = Examples({"signal": signal}, label, parts.train)
        validation = Examples({"signal": signal}, label, parts.validation)
        fitted = fit_batches(make, train, validation, num_classes=5, settings=..., seed=0, ...)
        probability = predict_batches(fitted.network, test, settings=...)

    ``{"signal": signal}`` are the arguments of the network's ``forward``. To start from weights
    of another network: ``make_network=lambda: start_from(MyNetwork(...), weights)``. Where
    ``settings.patience`` is null the last epoch counts, and validation is only logged.

    Args:
        make_network: gives a fresh network; called once the seed is set.
        train: what is learned.
        validation: what chooses the epoch.
        num_classes: how many logits there are per row.
        settings: epochs, batch size, learning rate, class weights.
        seed: of initial weights, dropout and the order of rows.
        logger: Lightning logger, or None.
        after_epoch: called when an epoch ends, to show progress.
        loss: made for this fit alone, since it may remember rows; None for cross-entropy.

    Raises:
        ValueError: there is no training or no validation example.
    """
    if not len(train) or not len(validation):
        raise ValueError(
            f"{len(train)} examples train and {len(validation)} validate, but both must"
        )
    quiet()
    lightning.seed_everything(seed, workers=True, verbose=False)
    weights = weigh_classes(train.counts(num_classes), settings.class_weighting)
    task = BatchTask(make_network(), weights, settings, loss)
    best = BestWeights(last=settings.patience is None)
    trainer = lightning.Trainer(
        max_epochs=settings.max_epochs,
        accelerator=settings.accelerator.value,
        devices=1,
        callbacks=[best, *_callbacks(settings, after_epoch)],
        logger=logger or False,
        num_sanity_val_steps=0,
        deterministic=True,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    batch_size = settings.batch_size
    with _threads(settings.threads):
        try:
            trainer.fit(task, train.shuffled(batch_size), validation.in_order(batch_size))
        except SystemExit:  # what Lightning makes of Ctrl-C
            raise KeyboardInterrupt from None
    task.network.load_state_dict(best.weights)
    return FittedNetwork(task.network.cpu().eval(), best.epoch, best.loss)


class _AfterEpoch(Callback):
    """Tells somebody outside that an epoch has ended."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self.tell = tell

    def on_validation_end(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        self.tell()


def _callbacks(
    settings: BatchTraining, after_epoch: Callable[[], None] | None
) -> Iterator[Callback]:
    if settings.patience is not None:
        yield EarlyStopping("validation_loss", patience=settings.patience)
    if after_epoch is not None:
        yield _AfterEpoch(after_epoch)


def start_from(network: nn.Module, weights: Mapping[str, Tensor]) -> nn.Module:
    """The network with those of ``weights`` that it has by name and in shape; the rest stays.

    So a network for two classes starts from one for five: all but the last layer are taken.

    Args:
        network: just made.
        weights: of a fitted network, by name.

    Raises:
        ValueError: none of the weights fits.
    """
    own = network.state_dict()
    fitting = {
        name: value
        for name, value in weights.items()
        if name in own and own[name].shape == value.shape
    }
    if not fitting:
        raise ValueError(f"none of {len(weights)} weights fits this {type(network).__name__}")
    network.load_state_dict(fitting, strict=False)
    return network


def predict_batches(
    network: nn.Module, examples: Examples, *, settings: BatchTraining
) -> NDArray[np.float64]:
    """Probabilities of the classes, for every item, in the order of the items.

    Args:
        network: fitted.
        examples: what is asked; labels are not looked at.
        settings: batch size, accelerator and threads.

    Shapes:
        returns: (items, classes), or (items, length, classes) where items are windows.
    """
    return (
        _ask(network, lambda **inputs: network(**inputs).softmax(-1), examples, settings)
        .double()
        .numpy()
    )


def numbers_of(
    network: nn.Module, ask: Callable[..., Tensor], examples: Examples, *, settings: BatchTraining
) -> NDArray[np.float32]:
    """What a part of a network gives for every item, such as its numbers before the last layer.

    Args:
        network: fitted.
        ask: takes the inputs by name; a method of the network.
        examples: what is asked; labels are not looked at.
        settings: batch size, accelerator and threads.

    Shapes:
        returns: (items, ...), as ``ask`` gives them.
    """
    return _ask(network, ask, examples, settings).float().numpy()


def _ask(
    network: nn.Module, ask: Callable[..., Tensor], examples: Examples, settings: BatchTraining
) -> Tensor:
    device = device_of(settings.accelerator)
    network.to(device).eval()
    with torch.inference_mode(), _threads(settings.threads):
        answers = [
            ask(**{name: table.to(device) for name, table in inputs.items()}).cpu()
            for inputs, _ in examples.in_order(settings.batch_size)
        ]
    network.cpu()
    return torch.cat(answers)


@contextmanager
def _threads(number: int) -> Iterator[None]:
    """So many threads of the processor, as sums depend on how they are shared out."""
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)
