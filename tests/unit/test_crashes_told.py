"""A worker of the tests that crashes, or hangs where Python cannot end it, ends the run and says where that was."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

CONFTEST = "import support.crashes_told as told\ntold.STUCK_S = 2\npytest_plugins = ['support.crashes_told']\n"


@pytest.mark.parametrize(
    ("how", "told"),
    [("os.abort()", "Fatal Python error: Aborted"), ("ctypes.PyDLL(None).sleep(100)", "Timeout (0:00:02)!")],
)
def test_where_a_worker_crashed_is_told_at_the_end(how: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {TESTS}\n")
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_one.py").write_text(f"import ctypes, os\ndef test_fine(): pass\ndef test_bad(): {how}\n")
    (tmp_path / "test_two.py").write_text("def test_other(): pass\n")
    run = [sys.executable, "-m", "pytest", "-p", "no:pytest-qt", "-p", "no:cacheprovider", "-n", "1"]
    options = ["--dist", "loadfile", "--max-worker-restart=0"]
    done = subprocess.run([*run, *options], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 1, done.stdout
    assert "crashed while running 'test_one.py::test_bad'" in done.stdout
    end = done.stdout[done.stdout.index("gw0: where it crashed") :]
    assert told in end
    assert "line 3 in test_bad" in end
