"""Docstrings name the parameters that exist, and public things have one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "hfgnn"


def definitions(file: Path) -> Iterator[tuple[ast.AST, str, set[str]]]:
    """Functions and classes, with their docstring and the names of their arguments."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node, ast.get_docstring(node, clean=False) or "", arguments(node)
        elif isinstance(node, ast.ClassDef):
            made = [
                one
                for one in node.body
                if isinstance(one, ast.FunctionDef) and one.name == "__init__"
            ]
            fields = {
                one.target.id
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            }
            names = arguments(made[0]) if made else fields
            yield node, ast.get_docstring(node, clean=False) or "", names


def arguments(node: ast.FunctionDef) -> set[str]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    every += [one for one in (node.args.vararg, node.args.kwarg) if one]
    return {argument.arg for argument in every} - {"self"}


def described(docstring: str) -> set[str]:
    """Names in the section Args, by their indentation below it."""
    match = re.search(r"^( *)Args:\n((?:\1 +.*\n|\n)*)", docstring, re.MULTILINE)
    if not match:
        return set()
    return set(re.findall(rf"^{match[1]}    (\w+): ", match[2], re.MULTILINE))


def test_args_are_those_of_the_signature() -> None:
    wrong = {
        f"{file.relative_to(PACKAGE)}:{getattr(node, 'name', '')}": sorted(names ^ told)
        for file in PACKAGE.rglob("*.py")
        for node, docstring, names in definitions(file)
        if (told := described(docstring)) and told != names
    }
    assert wrong == {}


def test_public_things_have_a_docstring() -> None:
    bare = [
        f"{file.relative_to(PACKAGE)}:{node.name}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_every_file_says_what_it_is_for() -> None:
    bare = [
        str(file)
        for file in PACKAGE.rglob("*.py")
        if not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ]
    assert bare == []
