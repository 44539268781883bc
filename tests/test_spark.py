"""Tables of cases on a real Spark cluster: a master and two workers, the same answers as DuckDB, cell by cell.

The cluster stands for the whole module. Its workers have neither Python nor this package.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spark_cluster import Cluster, spark_cluster
from spark_rows import NULLS, awkward_cells
from suite_rows import Sheet, sheets

from thresholds import load_ruleset
from thresholds.batch.cluster import need_spark
from thresholds.batch.counting import RowCounter
from thresholds.batch.engines import HASH, DuckEngine, Engine
from thresholds.batch.parts import Part, Slice
from thresholds.batch.spark import SparkEngine
from thresholds.batch.staging import Stored
from thresholds.cli.root import run
from thresholds.columns import INCLUDES, ROW, Columns, Layout, TableMapping
from thresholds.errors import SourceErrors, UnavailableError
from thresholds.evaluation.choices import choose

ROOT = Path(__file__).resolve().parents[1]
RULESET = load_ruleset()
MEMORY = "1200MB"
NOTES = {"thresholds.tool": "these tests"}
MAPPING = """\
nulls: {general_information_at_most: unknown, transaction_record: unstated, used_in_crime: unknown}
"""
SIZE = 1200


class Made(NamedTuple):
    """What an engine made of a table."""

    answered: pa.Table
    refused: pa.Table
    counter: RowCounter

    @property
    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.answered.to_pylist()
        return found


def stored(table: pa.Table, path: Path, *, first: int = 1, group: int = 500) -> Stored:
    pq.write_table(table, path, row_group_size=group)
    return Stored(path, len(table), tuple(table.column_names), first)


def computed(engine: Engine, file: Stored, nulls: Mapping[str, Any], *include: str, rows: slice = slice(None)) -> Made:
    start, stop, _ = rows.indices(file.rows)
    layout = Layout.read(RULESET, engine.columns_of([file]), TableMapping(nulls=nulls))
    columns = Columns(RULESET, layout, choose(RULESET, {}), frozenset(include))
    paths = [file.path.with_name(f"{type(engine).__name__}-{kind}.parquet") for kind in ("answered", "refused")]
    counter = engine.evaluate(Part(1, (Slice(file, start, stop - start),)), columns, paths[0], paths[1])
    return Made(*[worded(pq.read_table(path)) for path in paths], counter)


def worded(table: pa.Table) -> pa.Table:
    """The same with words as text: how an engine numbers them is its own affair."""
    words = {field.name for field in table.schema if pa.types.is_dictionary(field.type)}
    kinds = [(field.name, pa.string() if field.name in words else field.type) for field in table.schema]
    return table.cast(pa.schema(kinds, table.schema.metadata))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with spark_cluster(tmp_path_factory.mktemp("spark")) as made:
        yield made


@pytest.fixture(scope="module")
def spark(cluster: Cluster) -> Iterator[SparkEngine]:
    """An engine at the cluster; whatever else computes on Spark in this process goes through its connection."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.environment.items():
            patch.setenv(name, value)
        engine = SparkEngine(cluster.master, MEMORY, NOTES)
        yield engine
        engine.close()


def write_text(table: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in table.to_pylist():
            print(json.dumps({name: written(cell) for name, cell in row.items()}, ensure_ascii=False), file=file)


def written(cell: Any) -> int | bool | str | None:
    """A cell as JSON has it; decimals without the zeros that only their type gives them."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return cell if cell is None or isinstance(cell, int) else str(cell)


def test_the_command_gives_the_same_on_the_cluster(
    spark: SparkEngine, cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert spark.session.sparkContext.master == cluster.master
    (tmp_path / "map.yaml").write_text(MAPPING)
    write_text(awkward_cells(SIZE), tmp_path / "in.jsonl")
    folders = {}
    for engine in ("spark", "duckdb"):
        folder = folders[engine] = tmp_path / engine
        folder.mkdir()
        where = ["--engine", engine, *(["--master", cluster.master] if engine == "spark" else [])]
        files = ["--output", f"{folder}/out.parquet", "--summary", f"{folder}/summary.json", "--map"]
        shape = ["--part-rows", "700", "--columns", "grade"]
        assert run(["batch", f"{tmp_path}/in.jsonl", *where, *files, f"{tmp_path}/map.yaml", *shape]) == 0
        assert capsys.readouterr().err == ""
    summaries = {name: json.loads((folder / "summary.json").read_text("utf-8")) for name, folder in folders.items()}
    assert summaries["spark"]["rows"] == summaries["duckdb"]["rows"]
    answers = {name: worded(pq.read_table(folder / "out.parquet")) for name, folder in folders.items()}
    assert answers["spark"].schema.equals(answers["duckdb"].schema)
    assert answers["spark"].equals(answers["duckdb"])
    assert 150 < len(answers["spark"]) < SIZE - 150
    rejects = [(folder / "out.parquet.rejects.csv").read_bytes() for folder in folders.values()]
    assert rejects[0] == rejects[1]
    left = [sorted(path.name for path in folder.iterdir()) for folder in folders.values()]
    assert left[0] == left[1] == ["out.parquet", "out.parquet.rejects.csv", "summary.json"]


def test_both_workers_compute_and_neither_has_python(spark: SparkEngine, cluster: Cluster, tmp_path: Path) -> None:
    assert not Path(cluster.environment["PYSPARK_PYTHON"]).exists()
    # the folder in which an executor was started, as each of sixteen tasks finds it
    query = "SELECT id, java_method('java.lang.System', 'getProperty', 'user.dir') AS place FROM range(0, 16, 1, 16)"
    spark.session.sql(query).write.parquet(f"file://{tmp_path}/places")
    places = pq.read_table(tmp_path / "places")
    assert sorted(places["id"].to_pylist()) == list(range(16))
    workers = {Path(place).parents[1].name for place in places["place"].to_pylist()}
    assert workers == {"worker-0", "worker-1"}


def test_awkward_cells_are_read_alike(spark: SparkEngine, tmp_path: Path) -> None:
    duck = DuckEngine(tmp_path / "spill", MEMORY, 1, NOTES)
    file = stored(awkward_cells(SIZE), tmp_path / "in.parquet", first=101)
    made, wanted = [computed(engine, file, NULLS, *INCLUDES, rows=slice(300, 1100)) for engine in (spark, duck)]
    duck.close()
    assert made.answered.schema.equals(wanted.answered.schema)
    assert made.answered.schema.metadata[b"thresholds.tool"] == b"these tests"
    assert made.answered.equals(wanted.answered)
    assert made.refused.equals(wanted.refused)
    assert made.counter.counts() == wanted.counter.counts()
    assert made.counter.ordered
    # every row is there once: rows 301 to 1 100 of a file whose first has the number 101
    rows = sorted(made.answered[ROW].to_pylist() + made.refused[ROW].to_pylist())
    assert rows == list(range(401, 1201))
    assert min(len(made.answered), len(made.refused)) > 150
    assert set(made.answered[HASH].to_pylist()) == {RULESET.sha256}


#: Every ruleset's sheet of most rows, that which has nearly all of them; test_columns_suites has every sheet.
LARGEST = {sheet.ruleset.id: sheet for sheet in reversed(sheets())}


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_the_cases_of_the_suites(spark: SparkEngine, tmp_path: Path, name: str) -> None:
    # of one ruleset Spark makes code, which takes its time; of the others it walks the expressions, as it does
    # wherever the code would be too long
    setting = "CODEGEN_ONLY" if name == RULESET.id else "NO_CODEGEN"
    spark.session.conf.set("spark.sql.codegen.factoryMode", setting)
    spark.session.conf.set("spark.sql.codegen.wholeStage", str(name == RULESET.id).lower())
    sheet = LARGEST[name]
    assert sheet.wrong(scored(spark, sheet, tmp_path)) == []


def test_nearly_all_cases_that_are_rows_are_tried() -> None:
    assert sum(len(sheet.rows) for sheet in LARGEST.values()) >= 2033


def scored(spark: SparkEngine, sheet: Sheet, folder: Path) -> list[dict[str, Any]]:
    """The answers to the rows of a sheet in their order, by one query."""
    numbered = sheet.table.add_column(0, ROW, pa.array(range(len(sheet.rows)), pa.int64()))
    pq.write_table(numbered, folder / "sheet.parquet")
    spark.session.read.parquet(f"file://{folder}/sheet.parquet").createOrReplaceTempView("sheet")
    table = ibis.pyspark.connect(spark.session).table("sheet")
    query = str(ibis.to_sql(sheet.columns(table).answered(table), dialect="pyspark"))
    spark.session.sql(query).write.parquet(f"file://{folder}/answers")
    return sorted(pq.read_table(folder / "answers").to_pylist(), key=lambda row: int(row[ROW]))


def test_a_damaged_file_is_said_without_a_cell_of_it(spark: SparkEngine, tmp_path: Path) -> None:
    file = stored(awkward_cells(SIZE), tmp_path / "in.parquet")
    content = bytearray(file.path.read_bytes())
    content[200:4000] = bytes(3800)
    file.path.write_bytes(content)
    with pytest.raises(SourceErrors) as error:
        computed(spark, file, NULLS)
    assert [one.code for one in error.value.diagnostics] == ["TH513"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet"]


def test_a_master_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("general_information\n5000\n")
    files = [f"{tmp_path}/in.csv", "--output", f"{tmp_path}/out.csv"]
    command = [sys.executable, "-m", "thresholds", "batch", *files, "--engine", "spark", "--master"]
    done = subprocess.run(
        [*command, "spark://127.0.0.1:1"], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("TH529 「spark://127.0.0.1:1」没有能用的 Spark 集群")
    assert not (tmp_path / "out.csv").exists()


def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UnavailableError, match=r"^TH528 .*Java.*openjdk-17-jre-headless"):
        need_spark()
