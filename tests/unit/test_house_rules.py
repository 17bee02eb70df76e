"""Rules of ARCHITECTURE.md that neither ruff nor import-linter can check, read from the source itself."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nanowizard"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

LONGEST_MODULE_LINES = 300

# Where the running system may be asked for, beside the modules that belong to one (they assert it in their head).
SELECTORS = {
    "drives/positioned.py": "os.pread and os.pwrite, or seeking where there are none",
    "drives/select.py": "which backend this system has",
    "drives/windows/structs.py": "layouts of fixed width, the same on every system and tested on Linux",
    "drives/windows/ask.py": "reads those layouts",
    "gui/desktop/choose.py": "which desktop this system has",
    "helper/launch.py": "no console window beside the helper on Windows, and who asks for more rights",
    "helper/elevation/structs.py": "layouts of fixed width, the same on every system and tested on Linux",
    "__main__.py": "a window needs a display on Linux",
}
# Where anything at all may be caught, and why. Elsewhere a catch-all may only clean up and raise again.
CATCH_ALLS = {
    "gui/runner.py": "the window's last line of defence",
    "helper/service.py": "the helper answers with an error instead of dying",
    "__main__.py": "the terminal's last line of defence",
    "cli/main.py": "the terminal's last line of defence",
    "cli/run.py": "a thread hands its error to the main thread",
    "transfer/crew.py": "threads hand their error to whoever waits for them",
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"), module)


def nodes(module: str) -> Iterator[ast.AST]:
    return ast.walk(tree(module))


def where(module: str, node: ast.AST) -> str:
    return f"nanowizard/{module}:{getattr(node, 'lineno', 0)}"


def test_modules_stay_small() -> None:
    lines = {module: len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {module: count for module, count in lines.items() if count > LONGEST_MODULE_LINES} == {}


def test_modules_of_the_lab_stay_small() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "tests/lab").rglob("*.py")}
    assert lines
    assert {str(path): count for path, count in lines.items() if count > LONGEST_MODULE_LINES} == {}


@pytest.mark.parametrize("module", [module for module in MODULES if module.endswith("__init__.py")])
def test_init_files_hold_no_logic(module: str) -> None:
    def is_plain(statement: ast.stmt) -> bool:
        if isinstance(statement, ast.Assign):
            return all(isinstance(target, ast.Name) and target.id.startswith("__") for target in statement.targets)
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        return is_docstring or isinstance(statement, (ast.Import, ast.ImportFrom))

    assert [where(module, statement) for statement in tree(module).body if not is_plain(statement)] == []


def _asks_for_the_system(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="sys"), attr="platform"):
            return True
        case ast.Attribute(value=ast.Name(id="os"), attr="name"):
            return True
        case ast.Import(names=names):
            return any(name.name.split(".")[0] in {"ctypes", "platform"} for name in names)
        case ast.ImportFrom(module=str(name)):
            return name.split(".")[0] in {"ctypes", "platform"}
    return False


def test_the_system_is_asked_for_only_at_the_seams() -> None:
    seams = {module for module in MODULES if _belongs_to_one_system(module)} | set(SELECTORS)
    found = [where(m, node) for m in MODULES if m not in seams for node in nodes(m) if _asks_for_the_system(node)]
    assert found == []


def _belongs_to_one_system(module: str) -> bool:
    asserted = (statement.test for statement in tree(module).body if isinstance(statement, ast.Assert))
    return any(_asks_for_the_system(node) for test in asserted for node in ast.walk(test))


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}) for kind in kinds
    )


def _ends_by_raising_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_everything_is_caught_only_where_that_is_meant() -> None:
    found = [
        where(module, node)
        for module in MODULES
        if module not in CATCH_ALLS
        for node in nodes(module)
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node) and not _ends_by_raising_again(node)
    ]
    assert found == []


def test_threads_reach_the_window_through_one_door() -> None:
    found = [
        where(module, node)
        for module in MODULES
        if module != "gui/post.py"
        for node in nodes(module)
        if isinstance(node, ast.Attribute) and node.attr in {"QueuedConnection", "moveToThread", "QThread"}
    ]
    assert found == []


def test_exceptions_to_a_rule_are_for_modules_that_exist() -> None:
    assert sorted((set(SELECTORS) | set(CATCH_ALLS)) - set(MODULES)) == []


@pytest.mark.parametrize("document", sorted(path.name for path in ROOT.glob("*.md")))
def test_documents_link_to_files_that_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if not link.startswith("https:")]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = []
    for folder in ("nanowizard", "tests", "packaging"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            with path.open("rb") as file:
                comments = [t for t in tokenize.tokenize(file.readline) if t.type == tokenize.COMMENT]
            found += [f"{path.relative_to(ROOT)}:{c.start[0]}" for c in comments if marks.search(c.string)]
    assert found == []


def test_no_shell_between_us_and_a_program() -> None:
    found = [
        where(module, node)
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.keyword) and node.arg == "shell" and not _is_false(node.value)
    ]
    assert found == []


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def test_pinned_versions_name_no_place_to_get_them_from() -> None:
    text = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pin = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*(; (python_version|sys_platform) [<>=]+ '[a-z0-9.]+')?")
    assert [line for line in lines if not pin.fullmatch(line)] == []
