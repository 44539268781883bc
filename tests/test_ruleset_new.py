"""`thresholds ruleset new`: a ruleset and suites to fill in, which lint and test refuse until they are filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rulesets_written import RULESET, line_of, write_ruleset

from thresholds import evaluate, load_ruleset
from thresholds.authoring.boundaries import Bar, Bounded, boundaries
from thresholds.authoring.lint.review import review, suites_beside
from thresholds.authoring.new.scene import reached, scene
from thresholds.authoring.new.skeleton import suite_skeleton
from thresholds.cli.root import run
from thresholds.evaluation.trace import Trace
from thresholds.law.load import available
from thresholds.law.model import Ruleset
from thresholds.suite import read as suites
from thresholds.values.status import Status

MARK = "待填"

#: Made up, in the form of an interpretation.
LAW = """\
最高人民法院关于办理设立网站刑事案件的解释

法释〔2099〕1号

第一条　网站，是指向公众开放的页面。

第二条　设立网站，具有下列情形之一的，应当认定为“情节严重”：

（一）设立网站三个以上的；

（二）违法所得一万元以上不满五万元的；

（三）二年内受过行政处罚的；

（四）其他情节严重的情形。

具有前款规定情形之一，达到第一项标准五倍以上的，应当认定为“情节特别严重”。

第三条　本解释自2099年1月1日起施行。
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("THRESHOLDS_RULESETS", raising=False)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """What a command prints and says."""
    assert run(list(arguments)) == code
    shown = capsys.readouterr()
    return shown.out, shown.err


def marked(path: Path) -> list[int]:
    """The lines that are still to be filled in, once for each mark."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) for _ in range(line.count(MARK))]


# -- the ruleset ----------------------------------------------------------------------------------------------


def test_a_scaffold_is_written_where_rulesets_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = said(capsys, "ruleset", "new", "fashi-2099-1", "--title", "某解释", "--citation", "法释〔2099〕1号")
    path, suite = Path("rulesets/fashi-2099-1/ruleset.yaml"), Path("tests/conformance/fashi-2099-1/first.yaml")
    assert told.splitlines() == [
        f"已写到 {path}",
        f"已写到 {suite}",
        "要用编号指它，先设环境变量 THRESHOLDS_RULESETS=rulesets",
    ]
    assert {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()} == {path, suite}
    ruleset = load_ruleset(path)
    assert (ruleset.id, ruleset.title, ruleset.citation) == ("fashi-2099-1", "某解释", "法释〔2099〕1号")


def test_lint_names_every_placeholder_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "ruleset", "new", "fashi-2099-1")
    path, suite = Path("rulesets/fashi-2099-1/ruleset.yaml"), Path("tests/conformance/fashi-2099-1/first.yaml")
    found = review([path], ["tests"])
    assert [(one.line, one.code) for one in found.rulesets[0].findings] == [(line, "TH121") for line in marked(path)]
    assert [(one.line, one.code) for one in found.unfilled] == [(line, "TH121") for line in marked(suite)]
    assert len(marked(path)) == 13
    assert len(marked(suite)) == 2
    _, told = said(capsys, "ruleset", "lint", str(path), "--tests", "tests", code=3)
    assert len(told.splitlines()) == 15
    assert f"{path}:{line_of(path.read_text(encoding='utf-8'), 'citation')}:11: TH121 还没有填：文号" in told


def test_what_is_there_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "ruleset", "new", "fashi-2099-1")
    path = Path("rulesets/fashi-2099-1/ruleset.yaml")
    path.write_text("mine", encoding="utf-8")
    _, told = said(capsys, "ruleset", "new", "fashi-2099-1", code=1)
    assert told == f"{path} 已存在，没有覆盖\n"
    assert path.read_text(encoding="utf-8") == "mine"
    path.unlink()
    _, told = said(capsys, "ruleset", "new", "fashi-2099-1", code=1)
    assert "first.yaml 已存在" in told
    assert not path.exists()


def test_the_folder_may_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "ruleset", "new", "fashi-2099-1", "--folder", "elsewhere/law")
    assert Path("elsewhere/law/fashi-2099-1/ruleset.yaml").exists()
    suite = Path("elsewhere/law/tests/conformance/fashi-2099-1/first.yaml")
    assert suite.exists()
    path = Path("elsewhere/law/fashi-2099-1/ruleset.yaml")
    assert suites_beside(load_ruleset(path)) == ("elsewhere/law/tests/conformance",)
    said(capsys, "ruleset", "new", "fashi-2099-1", "--folder", "mine/rulesets")
    assert Path("mine/tests/conformance/fashi-2099-1/first.yaml").exists()
    assert suites_beside(load_ruleset(Path("mine/rulesets/fashi-2099-1/ruleset.yaml"))) == ("mine/tests/conformance",)
    monkeypatch.setenv("THRESHOLDS_RULESETS", str(tmp_path / "kept"))
    _, told = said(capsys, "ruleset", "new", "fashi-2099-1")
    assert Path("kept/fashi-2099-1/ruleset.yaml").exists()
    assert "THRESHOLDS_RULESETS" not in told
    assert load_ruleset("fashi-2099-1").id == "fashi-2099-1"


@pytest.mark.parametrize("name", ["法释", "Fashi-2099-1", "../fashi", "fashi_2099", "2099"])
def test_an_id_is_the_number_of_an_instrument(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "ruleset", "new", name, code=2)
    assert list(tmp_path.iterdir()) == []


def test_nothing_named_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "ruleset", "new", code=2)


# -- with the official text -----------------------------------------------------------------------------------


def test_with_a_text_there_is_an_entry_for_each_place(capsys: pytest.CaptureFixture[str]) -> None:
    Path("law.txt").write_text(LAW, encoding="utf-8")
    said(capsys, "ruleset", "new", "fashi-2099-1", "--text", "law.txt")
    path = Path("rulesets/fashi-2099-1/ruleset.yaml")
    ruleset = load_ruleset(path)
    ids = [entry.id for one in ruleset.provisions for entry in (one, *getattr(one, "any_of", ()))]
    assert ids == ["art1", "art2.1", "art2.1.1", "art2.1.2", "art2.1.3", "art2.1.4", "art2.2", "art3"]
    assert (ruleset.citation, ruleset.in_force.start.isoformat()) == ("法释〔2099〕1号", "2099-01-01")
    text = path.read_text(encoding="utf-8")
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("# 第")]
    assert comments == [
        "# 第一条",
        "# 第二条第一款",
        "# 第二条第一款第（一）项，条文里的数：三个以上",
        "# 第二条第一款第（二）项，条文里的数：一万元以上不满五万元",
        "# 第二条第一款第（三）项，条文里的数：二年内",
        "# 第二条第一款第（四）项",
        "# 第二条第二款，条文里的数：五倍以上",
        "# 第三条",
    ]
    assert "向公众开放" not in text
    found = review([path], ["tests"])
    assert [(one.line, one.code) for one in found.rulesets[0].findings] == [(line, "TH121") for line in marked(path)]


def test_the_head_of_a_text_gives_its_title_and_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Where everything before the articles stands in one line, the title ends where the title ends."""
    head = "关于办理设立网站刑事案件的解释（一）2098年9月5日第1次会议通过，2099年1月10日施行"
    Path("law.txt").write_text(head + LAW[LAW.index("\n\n第一条") : LAW.index("第三条")], encoding="utf-8")
    said(capsys, "ruleset", "new", "fashi-2099-1", "--text", "law.txt")
    ruleset = load_ruleset(Path("rulesets/fashi-2099-1/ruleset.yaml"))
    assert ruleset.title == "关于办理设立网站刑事案件的解释（一）"
    assert ruleset.in_force.start.isoformat() == "2099-01-10"
    said(capsys, "ruleset", "new", "fashi-2099-2", "--text", "law.txt", "--title", "另一个名称")
    assert load_ruleset(Path("rulesets/fashi-2099-2/ruleset.yaml")).title == "另一个名称"


def test_a_title_that_the_head_does_not_say_is_to_be_filled_in(capsys: pytest.CaptureFixture[str]) -> None:
    Path("law.md").write_text(
        "（2098年9月5日通过）" + LAW[LAW.index("\n\n第一条") : LAW.index("第三条")], encoding="utf-8"
    )
    said(capsys, "ruleset", "new", "fashi-2099-1", "--text", "law.md")
    ruleset = load_ruleset(Path("rulesets/fashi-2099-1/ruleset.yaml"))
    assert (ruleset.title, ruleset.in_force.start.isoformat()) == (f"{MARK}：解释的全名", "1900-01-01")


def test_filled_in_it_passes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As a lawyer would: words, conditions, facts; then the tests, whose expectations follow from the text."""
    Path("law.txt").write_text(LAW, encoding="utf-8")
    monkeypatch.setenv("THRESHOLDS_RULESETS", "rulesets")
    said(capsys, "ruleset", "new", "fashi-2099-1", "--text", "law.txt")
    path, first = Path("rulesets/fashi-2099-1/ruleset.yaml"), Path("tests/conformance/fashi-2099-1/first.yaml")
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    first.unlink()
    _, told = said(capsys, "ruleset", "lint", "fashi-2099-1", code=3)
    assert re.findall(r"TH\d+ 「([^」]+)」", told) == ["art2.1.1", "art2.1.2", "art2.1.3", "art2.2-five_times"]

    suite = "tests/conformance/fashi-2099-1/boundaries.yaml"
    said(capsys, "ruleset", "new", "--tests", "fashi-2099-1", "--output", suite)
    out, told = said(capsys, "test", suite, code=1)
    assert out == "0 passed, 0 failed\n"
    assert len(told.splitlines()) == len(marked(Path(suite))) == 2 * 13
    assert told.count("TH204 不认识的值「待填：档次」") == told.count("TH201 不认识的键「待填：成立与否」") == 13
    _, told = said(capsys, "ruleset", "lint", "fashi-2099-1", code=3)
    assert told.count("TH121 还没有填：档次。") == told.count("TH121 还没有填：成立与否。") == 13

    Path(suite).write_text(expected(Path(suite).read_text(encoding="utf-8")), encoding="utf-8")
    out, _ = said(capsys, "test", suite)
    assert out == "13 passed, 0 failed\n"
    out, _ = said(capsys, "ruleset", "lint", "fashi-2099-1")
    assert out == f"没有问题：{path}\n"
    _, told = said(capsys, "ruleset", "new", "--tests", "fashi-2099-1")
    assert told == "fashi-2099-1：每一处边界都有测试，没有缺的\n"


def filled(text: str) -> str:
    """The scaffold of the text above, filled in from its first placeholder to its last."""
    words = iter([
        "「网站」是什么", "「情节严重」", "「三个以上」", "「一万元以上不满五万元」", "「二年内受过行政处罚」",
        "「其他情节严重的情形」", "到「第一项标准五倍以上」",
    ])  # fmt: skip
    whens = iter([
        "{number_of: sites_set_up, at_least: 3 个}",
        "{money: illegal_gains, at_least: 10000 元, below: 50000 元}",
        "{fact: administrative_penalty, within: 二年}",
        "{judgment: 由裁判者综合判断}",
    ])  # fmt: skip
    text = text.replace("site_offence", "").replace(
        "  # 待填：整部解释的编号，英文小写加下划线；同一罪名的新旧版本用同一个编号", ""
    )
    text = text.replace("待填：罪名", "设立网站罪").replace("待填：刑法第几条", "刑法第一条")
    grades = "\n".join([
        "- {id: serious, range: 三年以下, months: [6, 36]}",
        "- {id: especially_serious, range: 三年以上七年以下, months: [36, 84]}",
    ])  # fmt: skip
    text = re.sub(r"- \{id: serious, range: '待填.*", grades, text)
    text = re.sub(r"gloss: 待填.*", lambda _: f"gloss: {next(words)}", text)
    text = re.sub(r"when: \{judgment: 待填.*", lambda _: f"when: {next(whens)}", text)
    text = text.replace("  grade: serious  # 待填：满足一项就到哪一档；不定档次的，改成 rule", "  grade: serious")
    rule = "  rule: definition  # 待填：这一款起什么作用；定档次的，改成 grade 和 any_of"
    first, second, third = text.split(rule)
    multiple = (
        "  grade: especially_serious\n  any_of:\n  - id: art2.2-five_times\n    gloss: 到「五倍以上」\n"
        "    when: {standards_of: [art2.1.1], times: 五倍}"
    )
    text = f"{first}  rule: definition{second}{multiple}{third}"
    return text.replace("facts: []", (
        "facts:\n"
        "- {id: sites_set_up, kind: number, unit: 个, label: 设立的网站个数, direction: raises, asks: 几个}\n"
        "- {id: illegal_gains, direction: raises, asks: 多少}\n"
        "- {id: administrative_penalty, direction: raises, asks: 是否受过}"
    ))  # fmt: skip


#: What the text above makes of each quantity.
EXPECTED = {
    "art2.1.1-sites-set-up-2": ("not_reached", "not_established"),
    "art2.1.1-sites-set-up-3": ("serious", "established"),
    "art2.1.1-sites-set-up-4": ("serious", "established"),
    "art2.1.2-illegal-gains-9999.99": ("not_reached", "not_established"),
    "art2.1.2-illegal-gains-10000": ("serious", "established"),
    "art2.1.2-illegal-gains-10000.01": ("serious", "established"),
    "art2.1.2-illegal-gains-49999.99": ("serious", "established"),
    "art2.1.2-illegal-gains-50000": ("not_reached", "not_established"),
    "art2.1.3-administrative-penalty-yes": ("serious", "established"),
    "art2.1.3-administrative-penalty-no": ("not_reached", "not_established"),
    "art2.2-five-times-sites-set-up-of-art2.1.1-14": ("serious", "not_established"),
    "art2.2-five-times-sites-set-up-of-art2.1.1-15": ("especially_serious", "established"),
    "art2.2-five-times-sites-set-up-of-art2.1.1-16": ("especially_serious", "established"),
}


def expected(suite: str) -> str:
    """The suite with what is expected of each test: two words of it are replaced."""
    head, *tests = suite.split("- id: fashi-2099-1.")
    done = []
    for test in tests:
        grade, status = EXPECTED[test.split("\n")[0]]
        done.append(test.replace("待填：档次", grade).replace("待填：成立与否", status))
    return head + "".join(f"- id: fashi-2099-1.{test}" for test in done)


# -- the numbers of the tests ---------------------------------------------------------------------------------


def test_quantities_are_on_both_sides(tmp_path: Path) -> None:
    ruleset = load_ruleset(write_ruleset(tmp_path))
    text = suite_skeleton(ruleset, [])
    cases = re.findall(r"- id: fashi-2099-1\.(\S+)\n  says: (.*)\n  law: .*\n  status: settled\n  case: (.*)\n", text)
    told = {name: (says, case) for name, says, case in cases}
    assert told["art2.1.2-site-income-9999.99"] == (
        "网站收入 9999.99 元，差一点不到 10000 元",
        "{persons: {a: {}}, facts: {a: {site_income: 9999.99 元}}}",
    )
    assert [told[f"art2.1.2-site-income-{yuan}"][0] for yuan in ("10000", "10000.01", "49999.99", "50000")] == [
        "网站收入 10000 元，恰好达到",
        "网站收入 10000.01 元，刚过 10000 元",
        "网站收入 49999.99 元，差一点到上限 50000 元",
        "网站收入 50000 元，恰好到上限，不再是不满",
    ]
    assert told["art2.1.4-records-500"][1] == (
        "{persons: {a: {}}, facts: {a: {site_leak: {location_tracking: 500 条}}}}"
    )
    assert told["art2.2.1-sites-set-up-of-art2.1.1-14"][1] == "{persons: {a: {}}, facts: {a: {sites_set_up: 14 个}}}"
    assert told["art2.2.2-site-closed-yes"] == (
        "没有「网站已经关停」这个事实，别的条件都具备",
        "{persons: {a: {}}, facts: {a: {site_closed: no, site_harm: yes}}}",
    )
    assert told["art2.2.3-site-income-99999.99"][1] == (
        "{persons: {a: {}}, standards: {site_huge: 100000 元}, facts: {a: {site_income: 99999.99 元}}}"
    )
    assert told["art3-site-remorse-no"][1] == ("{persons: {a: {}}, facts: {a: {sites_set_up: 3 个, site_remorse: no}}}")
    assert text.count("expected: {a: {grade: 待填：档次, 待填：成立与否: [") == len(cases) == len(told)


@pytest.mark.parametrize("name", available())
def test_no_two_tests_of_a_skeleton_are_called_alike(name: str) -> None:
    names = re.findall(r"^- id: (\S+)$", suite_skeleton(load_ruleset(name), []), re.MULTILINE)
    assert names
    assert len(set(names)) == len(names)


def test_only_what_is_missing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THRESHOLDS_RULESETS", "rulesets")
    write_ruleset(tmp_path)
    suite = Path("tests/conformance/one.yaml")
    suite.parent.mkdir(parents=True)
    tests = [
        f"- {{id: t{number}, case: {{persons: {{a: {{}}}}, facts: {{a: {{sites_set_up: {number} 个}}}}}}, "
        f"expected: {{a: {{{status}: [art2.1.1]}}}}}}\n"
        for number, status in ((3, "established"), (2, "not_established"))
    ]
    suite.write_text(f"schema: thresholds/suite/1\nruleset: fashi-2099-1\ntests:\n{''.join(tests)}", encoding="utf-8")
    out, _ = said(capsys, "ruleset", "new", "--tests", "fashi-2099-1")
    assert "- id: fashi-2099-1.art2.1.1-" not in out
    assert "- id: fashi-2099-1.art2.1.2-site-income-9999.99" in out
    Path("there.yaml").write_text("mine", encoding="utf-8")
    _, told = said(capsys, "ruleset", "new", "--tests", "fashi-2099-1", "--output", "there.yaml", code=1)
    assert told == "there.yaml 已存在，没有覆盖\n"
    said(capsys, "ruleset", "new", "--tests", "fashi-2098-1", code=2)


def quantities(bounded: Bounded, bar: Bar, ruleset: Ruleset) -> list[int | bool]:
    """The number and one short, or yes and no."""
    if not bar.numeric:
        return [True] if bounded.chooses(bar) else [True, False]
    at = bar.at if bar.standard is not None else reached(ruleset, bar)
    return [at, at - bar.step]


def leaf(trace: Trace, bar: Bar, of_item: str = "") -> Trace | None:
    """The condition of a bar in a trace; what an item that is referred to is made of is of that item."""
    if not trace.children:
        same = (trace.kind, trace.names, trace.of_item or of_item) == (bar.kind, bar.names, bar.of_item)
        return trace if same and (bar.standard is None or trace.standard == bar.standard) else None
    items = trace.names if trace.kind == "standards" else (of_item,) * len(trace.children)
    found = [leaf(child, bar, item) for child, item in zip(trace.children, items, strict=True)]
    return next((one for one in found if one is not None), None)


def entries(ruleset: Ruleset) -> list[tuple[Bounded, Bar, int | bool]]:
    """Every bar of a ruleset with the values on both sides."""
    return [
        (one, bar, value) for one in boundaries(ruleset) for bar in one.bars for value in quantities(one, bar, ruleset)
    ]


@pytest.mark.parametrize("name", available())
def test_every_case_written_measures_what_it_says(name: str, tmp_path: Path) -> None:
    """For every number and fact of every ruleset the engine measures what is written, and nothing else decides."""
    ruleset = load_ruleset(name)
    lines = ["schema: thresholds/suite/1", f"ruleset: {name}", "tests:"]
    for number, (bounded, bar, value) in enumerate(entries(ruleset)):
        written = scene(ruleset, bounded, bar, value)
        readings = ", ".join(f"{reading}: {option}" for reading, option in written.readings.items())
        lines.append(f"- {{id: t{number}, readings: {{{readings}}}, case: {written.text()}, expected: {{a: {{}}}}}}")
    suite = tmp_path / "suite.yaml"
    suite.write_text("\n".join(lines), encoding="utf-8")
    tests = suites.tests_in(suite) if entries(ruleset) else []
    for test, (bounded, bar, value) in zip(tests, entries(ruleset), strict=True):
        finding = evaluate(test.case, ruleset, readings=test.readings).person("a").finding(bounded.items[0])
        met = value is True or (not isinstance(value, bool) and value == quantities(bounded, bar, ruleset)[0])
        wanted = Status.ESTABLISHED if met else Status.NOT_ESTABLISHED
        assert finding.status is wanted, (bounded.id, bar, value)
        found = leaf(finding.trace, bar)
        assert found is not None, (bounded.id, bar)
        if bar.numeric:
            assert (found.low, found.high) == (value, value), (bounded.id, bar)


def test_the_small_ruleset_has_a_boundary_for_each_number_and_fact(tmp_path: Path) -> None:
    ruleset = load_ruleset(write_ruleset(tmp_path, RULESET))
    named = {
        (one.id, bar.names[0] if bar.kind != "records" else "records")
        for one in boundaries(ruleset)
        for bar in one.bars
    }
    assert named == {
        ("art2.1.1", "sites_set_up"),
        ("art2.1.2", "site_income"),
        ("art2.1.3", "site_penalty"),
        ("art2.1.4", "records"),
        ("art2.2.1", "sites_set_up"),
        ("art2.2.1", "records"),
        ("art2.2.2", "site_closed"),
        ("art2.2.2", "site_harm"),
        ("art2.2.3", "site_income"),
        ("art3", "site_remorse"),
    }
