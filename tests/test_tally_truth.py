"""A tally from end to end: what is counted is what was made, whatever the files look like, whatever breaks it off."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import phonenumbers
import pytest
from seized import SIGNS, SURNAMES, Body, Made, body, card, phone, resident_id
from seized_files import NAMED, TEXTS, zipped
from stdnum import luhn
from stdnum.cn import ric

from benchmarks.seized import bulk_truth, write_bulk
from thresholds.cli.root import run

ROOT = Path(__file__).resolve().parents[1]

MIXED = [
    ("contacts", Made(40, within=9, invalid=5, nobody=3, short=2, long=2, flawed=4, headers=2, empty=3)),
    ("contacts", Made(25, within=4, across=7, invalid=2, headers=1, empty=1)),
    ("addresses", Made(20, within=5, invalid=2)),
    ("cards", Made(18, within=4, invalid=3, flawed=2)),
    ("hotel", Made(9, lines=2, within=5, invalid=2, flawed=1)),
    ("calls", Made(8, lines=3, within=4, invalid=2)),
    ("positions", Made(7, lines=4, within=6, invalid=1)),
    ("hotel", Made(4, across=5)),
]
#: What every form is tried with: each sort of row, records of two categories.
FEW = [*MIXED[:2], MIXED[4]]


class Found(NamedTuple):
    """What a report says, in the words of the truth."""

    rows: int
    within: int
    across: int
    invalid: int
    nobody: int
    counted: Counter[str]
    headers: int
    empty: int


def found_in(report: dict[str, Any]) -> Found:
    taken: Counter[str] = Counter()
    for step in report["steps"]:
        taken[step["rule"]] += step["taken_off"]
    return Found(
        sum(source["rows"] for source in report["sources"]),
        taken["duplicates_within"],
        taken["duplicates_across"],
        sum(number for rule, number in taken.items() if "invalid" in rule),
        taken["identifies_nobody"] + taken["nothing_recognised"] + taken["empty"],
        Counter({one["category"]: one["counted"] for one in report["categories"] if one["counted"]}),
        taken["repeated_headers"],
        taken["empty_lines"],
    )


def truth_of(made: Body, lined: bool) -> Found:
    """What a report must say; only text and sheets have empty lines, and headers that come again."""
    truth = made.truth
    further = (truth.headers, truth.empty) if lined else (0, 0)
    counts = (truth.rows, truth.within, truth.across, truth.invalid, truth.nobody)
    return Found(*counts, truth.counted, *further)


def personal_values(made: Body) -> set[str]:
    """Everything in the tables that tells of a person: names, and whatever has six digits or more in it."""
    cells = {cell.strip() for sheet in made.sheets for row in sheet.rows for cell in row}
    names = {cell for cell in cells if len(cell) == 3 and cell[0] in SURNAMES and set(cell[1:]) <= set(SIGNS)}
    return names | {cell for cell in cells if sum(map(str.isdigit, cell)) >= 6}


Tally = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tally(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tally:
    """Runs the command with little memory; gives the exit code and both outputs. What it spills goes to a folder."""
    spill = tmp_path / "temporary"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))

    def ran(paths: Iterable[Path], *options: str) -> tuple[int, str, str]:
        code = run(["tally", *map(str, paths), "--memory", "512MB", "--threads", "2", *options])
        shown = capsys.readouterr()
        assert not list(spill.iterdir())
        return code, shown.out, shown.err

    return ran


@pytest.mark.parametrize(
    ("form", "tables"), [("csv", MIXED), *((form, FEW) for form in (*TEXTS, *NAMED) if form != "csv")]
)
def test_what_is_counted_is_what_was_made(
    form: str, tables: list[tuple[str, Made]], tally: Tally, tmp_path: Path
) -> None:
    made = body(tables, seed=7)
    paths = {**TEXTS, **NAMED}[form](made.sheets, tmp_path)
    code, out, err = tally(paths, "--format", "json")
    assert (code, err) == (0, "")
    assert found_in(json.loads(out)) == truth_of(made, form in TEXTS)
    assert not [value for value in personal_values(made) if value in out]


def test_all_forms_of_one_seizure_together(tally: Tally, tmp_path: Path) -> None:
    """The same tables in four forms are the same records: whatever the second holds is there already."""
    made = body(MIXED[:2], seed=3)
    paths = []
    for number, form in enumerate(("csv in gb18030", "parquet", "xlsx", "zip")):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths += {**TEXTS, **NAMED}[form](made.sheets, folder)
    code, out, _ = tally(paths, "--format", "json")
    assert code == 0
    found = found_in(json.loads(out))
    kept = sum(made.truth.counted.values())
    assert found.rows == 4 * made.truth.rows
    assert found.counted == made.truth.counted
    assert found.within == 4 * made.truth.within
    # what the second table repeats of the first, and all that the other three forms hold
    assert found.across == 4 * made.truth.across + 3 * kept
    assert found.invalid == 4 * made.truth.invalid


@pytest.mark.parametrize(
    "options", [["--format", "text"], ["--format", "markdown"], ["--batches"], ["--columns"], ["--sample", "30"]]
)
def test_no_output_holds_a_personal_value(options: list[str], tally: Tally, tmp_path: Path) -> None:
    made = body([MIXED[0], *MIXED[2:4]], seed=11)
    paths = zipped(made.sheets, tmp_path)
    sheet = tmp_path / "check.csv"
    code, out, err = tally(paths, *options, *(["--output", str(sheet)] if "--sample" in options else []))
    assert code == 0
    written = out + err + (sheet.read_text("utf-8-sig") if sheet.exists() else "")
    assert len(written) > 200
    assert not [value for value in personal_values(made) if value in written]


# Large files: in a process of its own, so that it can be killed and short of disk.

ROWS = 500_000


def command(path: Path, *options: str) -> list[str]:
    memory = ["--memory", "512MB", "--threads", "2"]
    return [sys.executable, "-m", "thresholds", "tally", str(path), "--format", "json", *memory, *options]


def environment(folder: Path) -> dict[str, str]:
    """What is written for a while goes into the folder; coverage does not, for the process may be killed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**kept, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "PYTHONUTF8": "1"}


def bulk_found(text: str) -> tuple[int, int, int, int]:
    found = found_in(json.loads(text))
    return found.rows, found.within, found.invalid, sum(found.counted.values())


def test_what_was_killed_goes_on_with_the_same_totals(tmp_path: Path) -> None:
    path, work = tmp_path / "seized.csv", tmp_path / "work"
    truth = write_bulk(path, ROWS)
    spill = tmp_path / "temporary"
    spill.mkdir()
    first = subprocess.Popen(
        command(path, "--work", str(work)), env=environment(spill), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    end = time.monotonic() + 60
    while first.poll() is None and _size(work) < 1 << 20 and time.monotonic() < end:
        with suppress(subprocess.TimeoutExpired):
            first.wait(0.01)
    first.send_signal(signal.SIGKILL)
    out, _ = first.communicate()
    assert (first.returncode, out) == (-signal.SIGKILL, b"")
    assert work.is_dir()
    again = subprocess.run(
        command(path, "--work", str(work)), env=environment(spill), capture_output=True, text=True, check=False
    )
    assert (again.returncode, again.stderr) == (0, "")
    assert bulk_found(again.stdout) == (truth.rows, truth.duplicates, truth.invalid, truth.counted)
    assert not list(spill.iterdir())


def limited() -> None:
    """No file may grow beyond a quarter of what the tables take: so a full disk looks to the process."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_disk_ends_in_a_clear_error_and_leaves_nothing(lang: str, tmp_path: Path) -> None:
    path, output, spill = tmp_path / "seized.csv", tmp_path / "out" / "tally.json", tmp_path / "temporary"
    spill.mkdir()
    output.parent.mkdir()
    write_bulk(path, 60_000)
    options = ["--output", str(output), "--lang", lang]
    done = subprocess.run(
        command(path, *options), env=environment(spill), preexec_fn=limited, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"\bTH602\b", done.stderr)
    assert "Traceback" not in done.stderr
    assert not list(output.parent.iterdir())
    assert not list(spill.iterdir())
    lines = path.read_text("utf-8").split("\n")[1:2000]
    assert not [cell for line in lines for cell in line.split(",")[1:] if cell in done.stderr]


def _cut(archive: bytes) -> bytes:
    """The directory at the end is gone."""
    return archive[: len(archive) * 6 // 10]


def _damaged(archive: bytes) -> bytes:
    """The directory is whole; in the middle some bytes are not."""
    middle = len(archive) // 2
    return archive[:middle] + bytes(40) + archive[middle + 40 :]


@pytest.mark.parametrize("broken", [_cut, _damaged])
def test_a_broken_archive_is_refused_and_nothing_is_written(
    broken: Callable[[bytes], bytes], tally: Tally, tmp_path: Path
) -> None:
    made = body([("contacts", Made(400))])
    path = zipped(made.sheets, tmp_path)[0]
    path.write_bytes(broken(path.read_bytes()))
    output = tmp_path / "out" / "tally.json"
    output.parent.mkdir()
    code, out, err = tally([path], "--format", "json", "--output", str(output))
    assert (code, out) == (1, "")
    assert re.match(rf"{re.escape(str(path))}\S*: TH6\d\d ", err)
    assert not list(output.parent.iterdir())
    assert not [value for value in personal_values(made) if value in err]


def _size(work: Path) -> int:
    """Bytes that the process has put into its folder so far."""
    found = 0
    for path in work.rglob("*"):
        try:
            found += path.stat().st_size
        except FileNotFoundError:
            continue
    return found


# The made data itself.


def test_made_numbers_are_valid_unless_they_are_not_to_be() -> None:
    for person in range(1, 4000):
        assert ric.is_valid(resident_id(person))
        assert not ric.is_valid(resident_id(person, wrong=True))
        assert luhn.is_valid(card(person))
        assert not luhn.is_valid(card(person, wrong=True))
        assert _is_phone(phone(person))
        assert not _is_phone(phone(person, wrong=True))


def _is_phone(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "CN"))
    except phonenumbers.NumberParseException:
        return False


def test_the_truth_on_a_large_file_is_what_its_lines_say(tmp_path: Path) -> None:
    """Counted here line by line, by other means than it is written with."""
    rows = 6000
    truth = write_bulk(tmp_path / "seized.csv", rows)
    lines = (tmp_path / "seized.csv").read_text("utf-8").splitlines()[1:]
    people, invalid = set(), 0
    for line in lines:
        number, paper = line.split(",")[1:]
        full = paper[:6] + "19" + paper[6:] if len(paper) == 15 else paper[:17]
        people.add(full)
        invalid += not _is_phone(number) and not ric.is_valid(paper)
    assert truth == bulk_truth(rows)
    assert (truth.rows, truth.different_lines) == (len(lines), len(set(lines)))
    assert (truth.invalid, truth.counted) == (invalid, len(people) - invalid)
    assert truth.duplicates == rows - len(people)


@pytest.mark.parametrize("rows", [0, 7, 100_000_020])
def test_no_truth_is_told_of_files_that_are_not_written(rows: int) -> None:
    with pytest.raises(ValueError, match=str(rows)):
        bulk_truth(rows)
