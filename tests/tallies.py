"""A tally of two small files, every number of which is known, and what must never be seen of them."""

from __future__ import annotations

from pathlib import Path

from thresholds.tally.counting.model import Options
from thresholds.tally.counting.result import File, Source, Tally
from thresholds.tally.counting.tallying import Plan, default_keys, tally
from thresholds.tally.inputs import open_inputs
from thresholds.tally.kinds import Kind, Recognised
from thresholds.tally.workspace import Workspace

#: The first file: 9 lines, of which 1 header, 1 repeated header, 1 empty line, 1 row of a remark alone, 1 name alone,
#: 1 invalid phone number alone, 1 exact duplicate (written otherwise); 2 records are left.
FIRST = """\
姓名,手机号,身份证号,备注
赵甲甲,19900000001,110000190001010012,甲方联系人
赵甲甲,+86 199 0000 0001,110000190001010012,乙方联系人

姓名,手机号,身份证号,备注
,12000000001,,打不通的号码
,,,只有备注
孙丙丙,,,只有姓名
周丁丁,19900000003,,回头再打
"""

#: The second: 3 lines, 1 header, 1 record that the first file has, 1 of its own.
SECOND = """\
姓名,手机号,身份证号
周丁丁,19900000003,
李戊戊,19900000004,
"""

#: Values that stand in the files, and that nothing made of them may show.
PLANTED = (
    "赵甲甲", "19900000001", "199 0000 0001", "110000190001010012", "甲方联系人", "乙方联系人", "12000000001",
    "打不通的号码", "只有备注", "孙丙丙", "只有姓名", "周丁丁", "19900000003", "回头再打", "李戊戊", "19900000004",
)  # fmt: skip

PLAIN = Options()
KINDS = {"姓名": Kind.NAME, "手机号": Kind.PHONE, "身份证号": Kind.RESIDENT_ID}


def write(folder: Path) -> tuple[Path, Path]:
    """Both files in a folder."""
    paths = folder / "first.csv", folder / "second.csv"
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def sources_of(folder: Path, workspace: Workspace) -> tuple[Source, ...]:
    """The tables with what their columns are."""
    return tuple(
        Source(table, tuple(Recognised(name, KINDS.get(name), "both", True, 3, 3) for name in table.columns))
        for table in open_inputs(write(folder), workspace)
    )


def plan_of(folder: Path, workspace: Workspace, options: Options = PLAIN) -> Plan:
    """What is to be counted."""
    sources = sources_of(folder, workspace)
    mapping = File("mapping.yaml", "ab" * 32)
    return Plan(sources, default_keys([one.columns for one in sources]), options=options, mapping=mapping)


def example(folder: Path, options: Options = PLAIN) -> Tally:
    """The tally of both files."""
    with Workspace.open(None, "512MB", 2) as workspace:
        return tally(workspace, plan_of(folder, workspace, options))
