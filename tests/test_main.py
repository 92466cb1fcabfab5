"""What the command leaves behind when it does not run to its end."""

import gc
import subprocess
import sys

import pytest

from hfgnn import __main__


@pytest.fixture
def command(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["hfgnn", *arguments])
        with pytest.raises(SystemExit) as end:
            __main__.main()
        return end.value.code

    return run


def test_a_refusal_takes_back_only_what_hydra_wrote(command, tmp_path):
    (tmp_path / "notes.log").write_text("mine")
    assert command("graph.k=0", "hydra.run.dir=.") == "graph.k is 0, but it must be at least 1"
    assert [file.name for file in tmp_path.iterdir()] == ["notes.log"]


@pytest.mark.parametrize("result", ["metrics.json", "prediction.json"])
def test_a_finished_run_is_never_written_over(command, tmp_path, result):
    run = tmp_path / "old"
    (run / ".hydra").mkdir(parents=True)
    (run / ".hydra/config.yaml").write_text("seed: 7")
    (run / result).write_text("{}")
    assert command("hydra.run.dir=old") == "hydra.run.dir is 'old', but a finished run is there"
    assert (run / ".hydra/config.yaml").read_text() == "seed: 7"
    __main__.leave_nothing(run)
    assert (run / ".hydra/config.yaml").exists()


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("graph=null", "graph is null, but it must be one of auto, knn, thesis"),
        (
            "model@second_model=null",
            "model@second_model is null, but it must be one of appnp, gat, gat_distances, gated, "
            "gcn, sage, transformer; "
            "second_model=null leaves it out",
        ),
    ],
)
def test_an_option_that_is_null_is_one_sentence(command, argument, said):
    assert command(argument) == said


def test_ctrl_c_is_one_line(command, monkeypatch, capsys):
    def stop():
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__, "compose_and_run", stop)
    assert command() == 130
    assert capsys.readouterr().err == "stopped; what had been finished is kept\n"


def test_a_file_that_cannot_be_written_is_named(command, monkeypatch):
    def full():
        raise OSError(28, "No space left on device", "outputs/a")

    monkeypatch.setattr(__main__, "compose_and_run", full)
    assert command() == "outputs/a: No space left on device"


def test_a_fault_of_ours_is_a_traceback(command, monkeypatch):
    def broken():
        raise ZeroDivisionError

    monkeypatch.setattr(__main__, "compose_and_run", broken)
    with pytest.raises(ZeroDivisionError):
        command()


def test_a_reader_that_has_gone_is_no_fault(tmp_path):
    done = subprocess.run(
        f"{sys.executable} -m hfgnn --help | head -1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("hfgnn: graph learning")
    assert done.stderr == ""


@pytest.mark.parametrize(
    "argument", ["--help", "data=nonsense", "model.head=2", "model.dropout=1.5"]
)
def test_help_and_a_refusal_import_nothing_large(argument, tmp_path):
    code = (
        "import sys\n"
        "from hfgnn.__main__ import main\n"
        f"sys.argv = ['hfgnn', {argument!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    large = {'numpy', 'torch', 'scipy', 'pandas', 'sklearn', 'PIL', 'rich', 'wandb'}\n"
        "    sys.exit(' '.join(large & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == "\n"


def test_garbage_is_collected_again_after_a_refusal(command):
    command("graph.k=0")
    assert gc.isenabled()
