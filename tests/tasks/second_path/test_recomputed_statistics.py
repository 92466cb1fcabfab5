"""Tests of differences, the spread and the base rate, once more from predictions.csv."""

import math

import numpy as np
import pandas
import pytest
from scipy import stats
from scipy.special import expit, logit
from sklearn.metrics import roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from hfgnn.reports.words import model_words

FIT = ["repeat", "seed", "fold"]


def of_fits(rows):
    """A line per trained model that tested both classes: AUROC, pairs, the diseased, all."""
    lines = []
    for (repeat, seed, fold), inside in rows.groupby(FIT):
        ill = int(inside["label"].sum())
        if 0 < ill < len(inside):
            auroc = roc_auc_score(inside["label"], inside["probability"])
            lines.append((repeat, seed, fold, auroc, ill * (len(inside) - ill), ill, len(inside)))
    return pandas.DataFrame(lines, columns=[*FIT, "auroc", "pairs", "ill", "pages"])


def auroc_of(fits):
    return (fits["auroc"] * fits["pairs"]).sum() / fits["pairs"].sum()


def deviations(rows):
    """AUROC, and by patient what the pages add to its deviation, pair by pair."""
    value = auroc_of(of_fits(rows))
    total = of_fits(rows)["pairs"].sum()
    by_class = {0: pandas.Series(0.0, index=rows.index), 1: pandas.Series(0.0, index=rows.index)}
    met = {0: set(), 1: set()}
    for _, inside in rows.groupby(FIT):
        ill, healthy = (inside[inside["label"] == label] for label in (1, 0))
        for one in ill.itertuples():
            for other in healthy.itertuples():
                won = (one.probability > other.probability) + (
                    one.probability == other.probability
                ) / 2
                # A page's placement is a mean over its pairs: pairs / total / size / the others.
                by_class[1][one.Index] += (won - value) / total
                by_class[0][other.Index] += (won - value) / total
                met[1].add(one.group)
                met[0].add(other.group)
    pages = sum(
        by_class[label] * math.sqrt(len(met[label]) / max(len(met[label]) - 1, 1))
        for label in (0, 1)
    )
    return value, pages.groupby(rows["group"]).sum(), min(len(met[0]), len(met[1]))


def interval_of(rows, confidence):
    """AUROC with DeLong's interval on the logit scale, or a bound where nothing varies."""
    value, patients, fewest = deviations(rows)
    error = math.sqrt((patients**2).sum())
    if error > 1e-12:
        half = stats.norm.ppf((1 + confidence) / 2) * error / (value * (1 - value))
        return {
            "value": value,
            "low": expit(logit(value) - half),
            "high": expit(logit(value) + half),
        }
    if value == 0.5:
        return {"value": value, "low": value, "high": value}
    assert value == 1
    return {"value": value, "low": ((1 - confidence) / 2) ** (1 / fewest), "high": 1.0}


@pytest.fixture(scope="module")
def deviation(finished):
    return {model: deviations(rows) for model, rows in finished.models.items()}


@pytest.fixture(scope="module")
def controls(finished):
    return list(finished.models)[1:]


@pytest.fixture(scope="module")
def delong(finished, deviation, controls):
    network, *_ = deviation
    found = {}
    for control in controls:
        difference = deviation[network][0] - deviation[control][0]
        error = math.sqrt(((deviation[network][1] - deviation[control][1]) ** 2).sum())
        half = stats.norm.ppf((1 + finished.settings["confidence"]) / 2) * error
        found[control] = {
            "difference": difference,
            "low": max(-1, difference - half),
            "high": min(1, difference + half),
            "z": difference / error,
            "p": 2 * (1 - stats.norm.cdf(abs(difference / error))),
        }
    return found


@pytest.fixture(scope="module")
def corrected_t(finished, controls):
    """Nadeau and Bengio's test, by its formula, on the folds."""
    lines = pandas.read_csv(finished.folder / "splits.csv")
    originals = lines[lines["copy"] == 0]
    sizes = originals.groupby(["repeat", "fold", "part"]).size().unstack()
    correction = (sizes["test"] / sizes["train"]).mean()
    network = of_fits(finished.network)
    found = {}
    for control in controls:
        gap = network.assign(gap=network["auroc"] - of_fits(finished.models[control])["auroc"])
        folds = gap.groupby(["repeat", "fold"])["gap"].mean()
        number, mean = len(folds), folds.mean()
        error = math.sqrt((1 / number + correction) * folds.var(ddof=1))
        half = stats.t(number - 1).ppf((1 + finished.settings["confidence"]) / 2) * error
        found[control] = {
            "difference": mean,
            "low": mean - half,
            "high": mean + half,
            "t": mean / error,
            "degrees_of_freedom": number - 1,
            "p": 2 * (1 - stats.t(number - 1).cdf(abs(mean / error))),
            "folds": number,
            "dropped": len(sizes) - number,
        }
    return found


@pytest.fixture(scope="module")
def errors(finished, controls):
    """McNemar's test on each page's first answer."""
    wrong = {}
    for model, rows in finished.models.items():
        first = rows[(rows["repeat"] == 0) & (rows["seed"] == rows["seed"].min())]
        wrong[model] = ((first["probability"] >= first["threshold"]) != first["label"]).to_numpy()
    own = wrong[finished.metrics["network"]]
    found = {}
    for control in controls:
        other = wrong[control]
        table = [[sum(own & other), sum(own & ~other)], [sum(~own & other), sum(~own & ~other)]]
        b, c = table[0][1], table[1][0]
        outcomes = stats.binom.pmf(np.arange(b + c + 1), b + c, 0.5)
        below = outcomes[: min(b, c)].sum() + outcomes[min(b, c)] / 2
        found[control] = {
            "pages": len(own),
            "only_one_errs": b,
            "only_other_errs": c,
            "p": mcnemar(table, exact=True).pvalue,
            # Of two equal counts the observed one is on either side, and counts by half in all.
            "mid_p": 2 * below if b != c else 1 - outcomes[b] / 2 * (b > 0),
        }
    return found


@pytest.fixture(scope="module")
def holm(delong, controls):
    adjusted = multipletests([delong[control]["p"] for control in controls], method="holm")[1]
    return dict(zip(controls, adjusted, strict=True))


def test_every_test_comes_out_again(finished, delong, holm, corrected_t, errors, same):
    recomputed = [
        {
            "model": finished.metrics["network"],
            "against": control,
            "delong": delong[control],
            "holm_p": holm[control],
            "corrected_t": corrected_t[control],
            "mcnemar": errors[control],
        }
        for control in delong
    ]
    same(recomputed, finished.metrics["statistics"]["tests"])


def test_every_delong_interval_comes_out_again(finished, same):
    recomputed = {
        model: interval_of(rows, finished.settings["confidence"])
        for model, rows in finished.models.items()
    }
    same(recomputed, finished.metrics["statistics"]["delong"])


def test_the_spread_comes_out_again(finished, same):
    fits = of_fits(finished.network)
    values = pandas.Series(
        {own: auroc_of(inside) for own, inside in fits.groupby(["repeat", "seed"])}
    ).rename_axis(["repeat", "seed"])
    table = values.unstack()
    repeats, seeds = table.shape
    recomputed = {"repeats": repeats, "seeds": seeds, "values": table.to_numpy().tolist()}
    if seeds > 1 and repeats > 1:
        within = values.groupby("repeat").var(ddof=1).mean()
        between = values.groupby("repeat").mean().var(ddof=1) - within / seeds
        recomputed |= {
            "seed_sd": math.sqrt(within),
            "split_sd": math.sqrt(max(between, 0)),
            "split_variance": between,
        }
    same(recomputed, finished.metrics["statistics"]["spread"])


def test_the_report_shows_spread_and_base_rate(finished, same):
    fits = of_fits(finished.network)
    rate = ((fits["ill"] / fits["pages"]) * fits["ill"]).sum() / fits["ill"].sum()
    same(rate, finished.metrics["statistics"]["auprc_base_rate"])
    page = (finished.folder / "report.html").read_text()
    assert f"has AUPRC {rate:.3f}." in page
    repeated = fits.groupby(["repeat", "seed"])[FIT].first()
    if len(repeated) > 1:
        values = [auroc_of(inside) for _, inside in fits.groupby(["repeat", "seed"])]
        assert f"ran from {min(values):.3f} to {max(values):.3f}." in page


def test_the_report_shows_these_tests(finished, delong, holm, corrected_t, errors, shows):
    _, *lines = finished.table("against")
    network = finished.metrics["network"]
    for (name, gain, p, adjusted, over_folds, counts, over_pages), control in zip(
        lines, delong, strict=True
    ):
        assert name == model_words(control, network).short
        assert shows(gain, *(delong[control][end] for end in ("difference", "low", "high")))
        found = errors[control]
        assert counts == f"{found['only_one_errs']} : {found['only_other_errs']}"
        for text, value in (
            (p, delong[control]["p"]),
            (adjusted, holm[control]),
            (over_folds, corrected_t[control]["p"]),
            (over_pages, found["p"]),
        ):
            assert text == "< 0.001" if value < 0.001 else shows(text, value)
