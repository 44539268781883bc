"""What a tally comes to in every form, of two files whose numbers are known; nothing of a person shows in any."""

from __future__ import annotations

import json
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from rich.cells import cell_len
from tallies import PLANTED, example

from thresholds import evaluate, load_case
from thresholds.rendering import write_document
from thresholds.rendering.console import file_console
from thresholds.rendering.tally import number, tally_document
from thresholds.rendering.tally_batches import batches_text
from thresholds.rendering.tally_excel import Sheet, tally_workbook, workbook
from thresholds.rendering.tally_json import tally_dict, tally_json
from thresholds.rendering.tally_sample import percent
from thresholds.rendering.tally_schema import tally_schema
from thresholds.rendering.tally_text import bar, print_tally, tally_text
from thresholds.tally.counting.interval import checked
from thresholds.tally.counting.model import Options
from thresholds.tally.counting.result import Tally

STEPS = [
    ("header_lines", 12, 2, 10),
    ("repeated_headers", 10, 1, 9),
    ("empty_lines", 9, 1, 8),
    ("nothing_recognised", 8, 1, 7),
    ("identifies_nobody", 7, 1, 6),
    ("invalid_phone", 6, 1, 5),
    ("duplicates_within", 5, 1, 4),
    ("duplicates_across", 4, 1, 3),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    return example(tmp_path_factory.mktemp("tally"))


@pytest.fixture(scope="module")
def verified(found: Tally) -> Tally:
    """The same with a sample of 20 checked: one duplicate, one untrue."""
    return found._replace(checked=checked(3, 1, 1, 18, 2, Fraction(95, 100)))


def test_the_steps_are_those_worked_out(found: Tally) -> None:
    assert [(one.rule, one.before, one.taken_off, one.left) for one in found.steps] == STEPS
    assert (found.lines, found.counted, found.of_source(0), found.of_source(1)) == (12, 3, 2, 1)


def test_the_text_says_every_step_and_number(found: Tally) -> None:
    text = tally_text(found, "zh")
    assert "共读 12 行，计 3 条：其他公民个人信息 3 条" in text
    lines = [line.split() for line in text.splitlines()]
    for words in (
        "重复的表头 10 1 9 —",
        "指不到特定自然人的行 7 1 6 第一条",
        "同一来源内完全重复 5 1 4 第十一条第三款",
    ):
        assert words.split() in lines
    for source in found.sources:
        assert source.table.sha256 in text
    assert found.ruleset.sha256 in text.replace("\n", "").replace(" ", "")
    assert "法释〔2017〕10号" in text


def test_both_languages_say_it(found: Tally) -> None:
    text = tally_text(found, "en")
    assert "12 lines read, 3 records: other personal information 3" in text
    assert "Art. 11 ¶3" in text
    body = (
        text.replace("姓名", "")
        .replace("手机号", "")
        .replace("身份证号", "")
        .replace("备注", "")
        .replace("法释〔2017〕10号", "")
    )
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in body)


@pytest.mark.parametrize("width", [40, 60, 100, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(found: Tally, lang: str, width: int) -> None:
    stream = StringIO()
    print_tally(found, file_console(stream, width), lang)
    lines = stream.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("part", "whole", "filled"), [(0, 10, 0), (1, 10_000, 1), (5, 10, 20), (9_999, 10_000, 39), (10, 10, 40)]
)
def test_a_bar_is_empty_or_full_only_where_nothing_or_all_is_left(part: int, whole: int, filled: int) -> None:
    from thresholds.rendering.bars import UNICODE

    drawn = bar(part, whole, 40, UNICODE)
    assert (drawn.count("█"), len(drawn)) == (filled, 40)


def test_numbers_are_grouped() -> None:
    assert [number(value) for value in (0, 999, 1000, 50_000_000)] == ["0", "999", "1 000", "50 000 000"]
    assert [percent(value) for value in (Fraction(9, 200), Fraction(95, 100), Fraction(1))] == ["4.5%", "95%", "100%"]


# -- JSON --------------------------------------------------------------------------------------------------------


def test_the_json_is_as_its_schema_says(found: Tally, verified: Tally) -> None:
    schema = tally_schema()
    Draft202012Validator.check_schema(schema)
    for one in (found, verified):
        Draft202012Validator(schema).validate(json.loads(tally_json(one)))


def test_the_json_has_every_number_and_hash(found: Tally) -> None:
    data = json.loads(tally_json(found))
    assert data["schema"] == "thresholds/tally/1"
    assert [(one["rule"], one["before"], one["taken_off"], one["left"]) for one in data["steps"]] == STEPS
    assert data["categories"] == [
        {"category": "general_information", "records": 6, "inauthentic": 1, "duplicates": 2, "counted": 3}
    ]
    assert data["keys"] == ["name", "resident_id", "phone"]
    assert data["mapping"] == {"file": "mapping.yaml", "sha256": "ab" * 32}
    assert [one["sha256"] for one in data["sources"]] == [one.table.sha256 for one in found.sources]
    assert {one["matter"]: (one["records"], one["otherwise"]) for one in data["notes"]} == {
        "without_phone": (3, 3),
        "one_per_person": (3, 3),
    }


def test_contested_records_are_told_apart_by_what_they_carry(found: Tally) -> None:
    # of the three records counted one has a resident ID, which some courts hold to be of the second group
    assert tally_dict(found)["contested"] == [
        {
            "source": 1,
            "reading": "id_or_address",
            "category": "general_information",
            "otherwise": "other_safety_related",
            "records": 1,
        }
    ]
    assert [(one.otherwise, one.records, one.duplicates, one.inauthentic, one.counted) for one in found.parts()] == [
        ((), 4, 1, 1, 2),
        (("other_safety_related",), 2, 1, 0, 1),
    ]


def test_the_same_input_gives_the_same_bytes(found: Tally, tmp_path: Path) -> None:
    other = example(tmp_path)
    labels = {str(tmp_path), str(Path(found.sources[0].table.file).parent)}

    def neutral(text: str) -> str:
        for label in labels:
            text = text.replace(label, "")
        return text

    assert neutral(tally_json(other)) == neutral(tally_json(found))
    assert tally_workbook(found, "zh") == tally_workbook(found, "zh")


# -- batches of a case -------------------------------------------------------------------------------------------

CASE = """\
schema: thresholds/case/1
id: seized
persons: {jia: {name: 甲}}
dealings:
- {by: jia, act: purchase, batch: S1}
- {by: jia, act: purchase, batch: S2}
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_batches_are_counted_alike_in_a_case(found: Tally, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE + batches_text(found, lang), encoding="utf-8")
    person = evaluate(load_case(path)).person("jia")
    counts = {one["category"]: (one["at_least"], one["at_most"]) for one in person_counts(person)}
    # two records are certainly ordinary; the one with a resident ID may be of either category
    assert counts == {"general_information": (2, 3), "other_safety_related": (0, 1)}


def person_counts(person: object) -> list[dict[str, object]]:
    from thresholds.report.as_dict import person_dict

    counts = person_dict(person)["counts"]  # type: ignore[arg-type]
    assert isinstance(counts, list)
    return counts


def test_rates_of_a_sample_stand_in_the_batches(verified: Tally, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE + batches_text(verified, "zh"), encoding="utf-8")
    batch = load_case(path).batches["S1"]
    assert verified.checked is not None
    rate = batch.deductions.duplicate_rate
    assert rate is not None
    assert (rate.at_least, rate.at_most) == (verified.checked.duplicate.low, verified.checked.duplicate.high)


def test_nothing_counted_gives_no_batches(found: Tally) -> None:
    assert batches_text(found._replace(bodies=()), "zh") == ""


# -- Excel and documents -----------------------------------------------------------------------------------------


def test_the_workbook_has_numbers_as_numbers(found: Tally) -> None:
    book = load_workbook(BytesIO(tally_workbook(found, "zh")))
    assert book.sheetnames == ["从行到条", "各类条数", "各来源", "逐步逐类", "有争议的数法", "各列认作什么", "怎样数的"]
    rows = list(book["从行到条"].iter_rows(min_row=2, values_only=True))
    assert [(one[5], one[1], one[2], one[3]) for one in rows] == STEPS
    parts = list(book["逐步逐类"].iter_rows(min_row=2, values_only=True))
    assert sum(one[4] for one in parts) == sum(taken for _, _, taken, _ in STEPS)


def test_no_text_becomes_a_formula() -> None:
    made = workbook([Sheet("一", ("=1+1", "数"), (('=HYPERLINK("x")', 5), ("-1\x00", 6)), (0, ("甲", "乙")))])
    sheet = load_workbook(BytesIO(made)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s"]
    assert [cell.value for cell in sheet["A"]] == ["=1+1", '=HYPERLINK("x")', "-1"]
    assert [one.formula1 for one in sheet.data_validations.dataValidation] == ['"甲,乙"']


@pytest.mark.parametrize("format_", ["markdown", "html", "docx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_say_it_too(verified: Tally, format_: str, lang: str) -> None:
    made = write_document(tally_document(verified, lang), format_)
    text = made if isinstance(made, str) else _inside(made)
    for source in verified.sources:
        assert source.table.sha256 in text.replace("&shy;", "").replace("<wbr>", "").replace("\u200b", "")
    assert write_document(tally_document(verified, lang), format_) == made


def test_a_sample_is_told_with_its_interval(verified: Tally) -> None:
    text = tally_text(verified, "zh")
    assert verified.checked is not None
    low, high = verified.checked.left
    assert f"抽查 20 条（自 3 条中随机抽取）：以 95% 的置信度，扣除后剩 {low}～{high} 条" in text
    assert "还有 2 条没有填结论" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_person_shows_in_any_form(verified: Tally, lang: str) -> None:
    document = tally_document(verified, lang)
    forms = [tally_text(verified, lang), tally_json(verified), batches_text(verified, lang)]
    forms += [str(write_document(document, name)) for name in ("markdown", "html")]
    forms.append(_inside(bytes(write_document(document, "docx"))))  # type: ignore[arg-type]
    forms.append(_inside(tally_workbook(verified, lang)))
    for form in forms:
        assert [value for value in PLANTED if value in form] == []


def _inside(package: bytes) -> str:
    """All texts of a zip package."""
    with ZipFile(BytesIO(package)) as file:
        return "".join(file.read(name).decode("utf-8", "ignore") for name in file.namelist())


def test_options_are_told(tmp_path: Path) -> None:
    found = example(tmp_path, Options(one_per_person=True))
    assert found.steps[-1].rule == "one_per_person"
    assert "同一人的几条已合并（--one-per-person）" in tally_text(found, "zh")
