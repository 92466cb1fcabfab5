"""Which marks are heartbeats, and of which class.

Classes of the ANSI/AAMI EC57 standard, with the marks of the MIT-BIH database allotted as in
de Chazal et al., IEEE Trans. Biomed. Eng. 51 (2004) 1196. A mark that is no beat, such as a change
of rhythm (+), noise (~), an artifact (|), a P wave that was not conducted (x) or a wave of
ventricular flutter (!), never becomes one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows, Strings
from hfgnn.types.beats import UNKNOWN

SYMBOLS = {"N": "NLRejBn", "S": "AaJS", "V": "VEr", "F": "F", "Q": "/fQ?"}
"""Symbols of each class; B, n, r and ? do not occur in MIT-BIH."""

FIVE_CLASSES = ("N", "S", "V", "F", "Q")
THREE_CLASSES = ("N", "S", "V")
"""F joins V, and Q is left out."""

JOINED = {"F": "V"}
"""Class that goes to the class that takes it in, where there are three."""

UNNAMED = ""
"""Symbol of a beat that was found but not named."""

CLASS_OF = {symbol: name for name, symbols in SYMBOLS.items() for symbol in symbols}


def is_beat(symbol: Strings) -> NDArray[np.bool_]:
    """Whether each mark is a heartbeat, named or not."""
    return np.isin(symbol, [*CLASS_OF, UNNAMED])


def label_beats(symbol: Strings, classes: Sequence[str]) -> Rows:
    """Number of the class of each beat; UNKNOWN where it has none among ``classes``.

    Args:
        symbol: annotation symbol of each beat.
        classes: ``FIVE_CLASSES`` or ``THREE_CLASSES``.

    Raises:
        ValueError: the classes are neither of the two.
    """
    if tuple(classes) not in (FIVE_CLASSES, THREE_CLASSES):
        raise ValueError(f"classes are {list(classes)}, but must be N, S, V or N, S, V, F, Q")
    joined = {} if "F" in classes else JOINED
    number = {name: row for row, name in enumerate(classes)}
    label = {
        symbol: number.get(joined.get(name, name), UNKNOWN) for symbol, name in CLASS_OF.items()
    }
    names, where = np.unique(symbol, return_inverse=True)
    known = np.array([label.get(name, UNKNOWN) for name in names.tolist()], dtype=np.int64)
    return known[where]
