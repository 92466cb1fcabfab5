"""Plain words for the networks of the package and for what stands beside them in a table."""

from dataclasses import dataclass

from hfgnn.evaluation.compare import ON_THE_GRAPH

NETWORKS = {
    "gcn": "GCN",
    "gat": "GAT",
    "sage": "GraphSAGE",
    "transformer": "Transformer",
    "gated": "gated mean",
    "appnp": "APPNP",
    "gat_distances": "GAT with distances",
    "sound_cnn": "spectrogram CNN",
    "sound_published": "published CNN",
    "heatmap_cnn": "heat-map CNN",
}
"""How a reader would call a network, by the setting that chooses it."""

ON_A_GRAPH = tuple(one for one in ON_THE_GRAPH if one != "label_propagation")
"""Those that hear neighbours."""


@dataclass(frozen=True)
class ModelWords:
    """What a table calls a model.

    Attributes:
        short: at most 22 letters for the networks of the package, for a terminal and a legend.
        long: for the report.
        meaning: what the model is there to show, one sentence.
    """

    short: str
    long: str
    meaning: str


CONTROLS = {
    "no_edges": ModelWords(
        "same, without edges",
        "The same network without edges",
        "Same layers, same training, but every patient alone: what the graph adds is the "
        "difference to this line.",
    ),
    "rewired": ModelWords(
        "same, random edges",
        "The same network on random edges",
        "Every patient keeps the number of neighbours, but they are drawn at random: shows "
        "whether it matters that neighbours are similar.",
    ),
    "logistic_all": ModelWords(
        "logistic, all columns",
        "Logistic regression on all columns",
        "The same numbers per patient as the network, in the simplest model.",
    ),
    "logistic_image": ModelWords(
        "logistic, image only",
        "Logistic regression on the image",
        "The columns that the backbone reads from the page, and nothing else.",
    ),
    "logistic_clinical": ModelWords(
        "logistic, clinical",
        "Logistic regression on the clinical numbers",
        "No picture at all: shows how much the clinical numbers say on their own.",
    ),
    "logistic_recording": ModelWords(
        "logistic, recording",
        "Logistic regression on the recording's numbers",
        "Rhythm and beats as measured in the recording: shows what they say without the page.",
    ),
    "boosting": ModelWords(
        "gradient boosting",
        "Gradient boosting on all columns",
        "The usual strong model for tables.",
    ),
    "label_propagation": ModelWords(
        "label propagation",
        "Label propagation on the graph",
        "The graph without a network: a patient gets the labels of the neighbours.",
    ),
    "majority": ModelWords(
        "majority class",
        "Always the more frequent class",
        "The floor: ranks nobody, so its AUROC is one half.",
    ),
    "logistic_further": ModelWords(
        "logistic, further",
        "Logistic regression on the further measurements",
        "What was measured beside the clinical numbers and the recording, on its own.",
    ),
    "logistic_clusters": ModelWords(
        "logistic, clusters",
        "Logistic regression on clusters",
        "Which cluster of training patients one belongs to, found without labels, and how far "
        "one is from each: shows whether the data fall into groups that matter.",
    ),
    "logistic_splines": ModelWords(
        "logistic, splines",
        "Logistic regression on splines",
        "Logistic regression in which each number may matter more at one end of its range than "
        "at the other.",
    ),
    "forest": ModelWords(
        "random forest",
        "Random forest on all columns",
        "Many trees, each grown on a draw of the training patients, asked together.",
    ),
    "xgboost": ModelWords(
        "XGBoost",
        "XGBoost on all columns",
        "Small trees, each of which mends what those before it got wrong.",
    ),
    "stacking": ModelWords(
        "stacking",
        "Stacking of the models of tables",
        "A logistic regression on what the other models of tables say of training patients whom "
        "they did not learn from.",
    ),
    "logistic_bands": ModelWords(
        "logistic, band energy",
        "Logistic regression on the energy of bands",
        "How loud each band of pitch is and how much that varies, in the simplest model.",
    ),
    "forest_bands": ModelWords(
        "forest, band energy",
        "Random forest on the energy of bands",
        "The same numbers, with thresholds and their combinations.",
    ),
    "shortcut": ModelWords(
        "file facts only",
        "What the file alone gives away",
        "Length, level and form of the file, not what is heard in it: where this does well, the "
        "classes were recorded differently.",
    ),
}
"""Models that stand beside the network, by their name in metrics.json."""
