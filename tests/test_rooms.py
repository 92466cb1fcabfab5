"""Data flows one way: a room imports only from rooms on earlier lines."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "hfgnn"

FLOW = """
    config types
    data
    splits augment
    features
    graphs
    models baselines
    ensembles
    evaluation
    audits
    training
    reports serving
    tasks
    __main__
"""
STEP = {room: step for step, line in enumerate(FLOW.split("\n")) for room in line.split()}


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Rooms of hfgnn that a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively; write hfgnn in full"
            names = [node.module or ""]
            if node.module == "hfgnn":
                names = [f"hfgnn.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        for name in names:
            if name.startswith("hfgnn."):
                yield name.split(".")[1], node.lineno


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_data_flows_one_way() -> None:
    against = [
        f"{file.relative_to(PACKAGE.parent)}:{line} {room_of(file)} imports {room}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if file != PACKAGE / "__init__.py"
        for room, line in imports(file)
        if room != room_of(file) and not STEP[room] < STEP[room_of(file)]
    ]
    assert against == []


def test_every_room_has_its_place() -> None:
    rooms = {room_of(file) for file in PACKAGE.rglob("*.py")} - {"__init__"}
    assert rooms <= STEP.keys(), f"add {sorted(rooms - STEP.keys())} to FLOW"


def test_only_the_training_room_knows_lightning() -> None:
    strangers = [
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if room_of(file) != "training" and "import pytorch_lightning" in file.read_text("utf-8")
    ]
    assert strangers == []


def test_no_file_is_longer_than_250_lines() -> None:
    long = {
        file.name: lines
        for file in PACKAGE.rglob("*.py")
        if (lines := len(file.read_text("utf-8").splitlines())) > 250
    }
    assert long == {}
