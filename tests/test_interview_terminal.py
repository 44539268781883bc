"""The interview as people use it: in a terminal, through a pipe, broken off, taken up again; and the file it leaves."""

from __future__ import annotations

import errno
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminals import ESCAPE, ROOT, Terminal, surroundings

from thresholds import evaluate, load_case

PROMPT = "答> "
CTRL_C = "\x03"
#: A command that prints nothing for so many seconds never will.
HANGING = 120
TREE = re.compile(r"[\s│├└─]")

#: 甲 sells 28 location records from his work to 乙; that is all.
CLERK = ["链", "", "甲", "营业员", "", "乙", "", "", "", "出售", "", "1", "28", "1", "乙", "3000元", "2021-03-02", ""]

CASE = """\
# taken down by hand
schema: thresholds/case/1
案件: 手写   # the id
人员:
  甲: {姓名: 甲某}   # the accused

批次:
  B1: {类别: 行踪轨迹信息, 条数: 0060}
往来:
# what he did
- {编号: D1, 行为人: 甲, 行为: 窃取, 批号: B1, 日期: 2021-03-02}
# the end
"""


class Typed(Terminal):
    """A terminal whose line editor sends what it shows byte by byte."""

    def read(self) -> str:
        """What has come since the last reading, never less than a character; the empty text at the end."""
        before = len(self.seen)
        while len(self.seen) == before:
            ready, _, _ = select.select([self.controller], [], [], HANGING)
            assert ready, f"nothing more comes after {self.seen[-500:]!r}"
            try:
                found = os.read(self.controller, 65536)
            except OSError as error:
                if error.errno != errno.EIO:  # the other end is closed
                    raise
                return ""
            if not found:
                return ""
            self.seen += self._decoder.decode(found).replace("\r", "")
        return self.seen[before:]


@contextmanager
def talking(folder: Path, *args: object, columns: int = 100, prompt: str = PROMPT) -> Iterator[Talk]:
    with Typed(["interview", *args], columns, folder, NO_COLOR="1") as terminal:
        yield Talk(terminal, prompt)


class Talk:
    """A conversation in a terminal: each answer is typed when the prompt for it has come."""

    def __init__(self, terminal: Terminal, prompt: str) -> None:
        self.terminal, self.prompt = terminal, prompt

    def hear(self, prompt: str = "") -> str:
        """What is said up to the next prompt."""
        return ESCAPE.sub("", self.terminal.until(prompt or self.prompt))

    def say(self, *lines: str) -> str:
        """Answer, one line for each prompt; what is said last before the next prompt."""
        for line in lines:
            self.terminal.type(f"{line}\r")
            said = self.hear()
        return said

    def broken_off(self, signal: Callable[[], None]) -> None:
        """Give a signal until it is heard: one that comes just before the line editor waits for keys goes unseen."""
        signal()
        while "停下了" not in self.terminal.seen:
            if select.select([self.terminal.controller], [], [], 1)[0]:
                assert self.terminal.read()
            else:
                signal()

    def end(self, last: str) -> tuple[int, str]:
        """The last thing typed, the exit code, and everything that was said."""
        if last == CTRL_C:
            self.broken_off(lambda: self.terminal.type(last))
        else:
            self.terminal.type(last)
        code, seen = self.terminal.finish()
        assert "Traceback" not in seen
        return code, ESCAPE.sub("", seen)


def piped(folder: Path, *args: object, lines: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """The interview with its answers from a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "thresholds", "interview", *map(str, args)],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(**environment),
        cwd=folder,
        check=False,
    )


def grades(source: Path | str) -> dict[str, str]:
    """The grade of every person of a case, which must be determined."""
    found = evaluate(load_case(source)).persons
    assert all(person.grade.determined for person in found)
    return {person.id: person.grade.at_least for person in found}


# -- in a terminal ----------------------------------------------------------------------------------------


def test_from_nothing_to_a_case_with_a_step_back_an_unknown_a_slip_and_a_pause(tmp_path: Path) -> None:
    with talking(tmp_path, "--output", "x.yaml") as talk:
        assert "案件的编号或者简称" in talk.hear()
        said = talk.say(*CLERK[:9])
        assert "【甲】取得或者给出过哪些信息" in said
        assert "第五条第一款、第二款" in said
        said = talk.say("出收")
        assert "没有记下：不认识的值「出收」" in said
        assert "sale 出售" in said
        assert "怎样答" not in said
        assert "28" not in talk.say("出售", "", "1", "82")
        assert "这批信息有多少条" in talk.say("返回")
        said = talk.say("28")
        assert load_case(tmp_path / "x.yaml").batches["B1"].records.written == "28"  # type: ignore[union-attr]
        said = talk.say("?")
        assert "第五条第一款第（八）项：" in said
        assert "买来、收来的，是其他场合" in said
        said = talk.say("1")
        assert "到现在为止  甲  情节严重" in said
        assert "● 第五条第一款第（八）项  成立  28 条 ÷ 25 条 ＝ 1.12" in said
        talk.say("乙", "不明", "2021-03-02", "")
        code, seen = talk.end("停\r")
    assert code == 0
    assert "已存到 x.yaml" in seen
    with talking(tmp_path, "x.yaml", "--output", "x.yaml") as talk:
        said = talk.hear()
        assert "接着 x.yaml 问" in said
        assert "甲" in said
        assert "违法所得有多少" in said
        assert "满 25000 元，第五条第二款第（三）项成立 → 情节特别严重" in said
        said = talk.say("2万余元")
        assert "到现在为止  甲  情节严重 ～ 情节特别严重（待查）" in said
        said = talk.say("否", "否", "b", "不明", "死亡")
        talk.end("q\r")
    case = load_case(tmp_path / "x.yaml")
    assert case.dealings[0].date.written == "2021-03-02"  # type: ignore[union-attr]
    assert case.facts["甲"].grave_consequences is not None
    checked = subprocess.run(
        [sys.executable, "-m", "thresholds", "check", "x.yaml", "--format", "json"],
        capture_output=True, check=True, env=surroundings(), cwd=tmp_path,
    )  # fmt: skip
    persons = {person["id"]: person["grade"] for person in json.loads(checked.stdout)["persons"]}
    assert persons["甲"] == {"at_least": "serious", "at_most": "especially_serious"}
    assert persons["乙"] == {"at_least": "not_reached", "at_most": "not_reached"}


def test_the_same_records_sold_on_count_once(tmp_path: Path) -> None:
    """28 got and sold to one are 28 for the middleman; for the clerk they pass half of 50."""
    with talking(tmp_path, "--output", "x.yaml") as talk:
        talk.hear()
        said = talk.say(*CLERK)
        assert "同一批信息，给他也记一笔取得吗" in said
        said = talk.say("是", "出售", "", "B1", "", "丙", "", "", "")
        assert "往来记完了" in said
        talk.end("q\r")
    assert grades(tmp_path / "x.yaml") == {"甲": "serious", "乙": "not_reached"}


def test_the_file_is_whole_after_every_answer(tmp_path: Path) -> None:
    with talking(tmp_path, "--output", "x.yaml") as talk:
        talk.hear()
        talk.say("链", "")
        assert not (tmp_path / "x.yaml").exists()
        for line in CLERK[2:]:
            talk.say(line)
            assert "甲" in load_case(tmp_path / "x.yaml").persons
            assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]
        talk.end("q\r")


def test_it_ends_by_itself_when_nothing_is_left(tmp_path: Path) -> None:
    with talking(tmp_path, "--output", "x.yaml") as talk:
        talk.hear()
        said = talk.say("案", "", "甲", "", "", "", "窃取", "1", "60", "", "", "", "")
        assert "违反的是否为法律" not in said
        talk.say("死亡")
        code, seen = talk.end("否\r")
    assert code == 0
    assert "没有还能改变档次的问题了。" in seen
    assert grades(tmp_path / "x.yaml") == {"甲": "not_reached"}


@pytest.mark.parametrize("key", [CTRL_C, "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_broken_off_it_is_saved(tmp_path: Path, key: str) -> None:
    with talking(tmp_path, "--output", "x.yaml") as talk:
        talk.hear()
        talk.say(*CLERK[:13])
        code, seen = talk.end(key)
    assert code == 0
    assert "已存到 x.yaml" in seen
    assert load_case(tmp_path / "x.yaml").batches["B1"].records is not None


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_terminal_that_is_closed_loses_nothing(tmp_path: Path, number: signal.Signals) -> None:
    with talking(tmp_path) as talk:
        talk.hear()
        talk.say(*CLERK[:13])
        talk.broken_off(lambda: talk.terminal.process.send_signal(number))
        code, _ = talk.terminal.finish()
    assert code == 0
    assert load_case(tmp_path / "链.yaml").batches["B1"].records is not None


def test_broken_off_before_anybody_is_named_there_is_nothing_to_save(tmp_path: Path) -> None:
    with talking(tmp_path, "--output", "x.yaml") as talk:
        talk.hear()
        code, seen = talk.end(CTRL_C)
    assert code == 0
    assert "没有可存的案卷" in seen
    assert list(tmp_path.iterdir()) == []


# -- where it is saved ------------------------------------------------------------------------------------

WHERE = "存到哪个文件"


def test_without_output_it_asks_at_the_end_and_does_not_overwrite_unasked(tmp_path: Path) -> None:
    (tmp_path / "链.yaml").write_text("mine\n", encoding="utf-8")
    with talking(tmp_path) as talk:
        talk.hear()
        talk.say(*CLERK)
        talk.prompt = "> "
        assert "链.yaml" in talk.say("q")
        assert "链.yaml 已有内容" in talk.say("")
        assert WHERE in talk.say("否")
        assert "没有存：" in talk.say("no/such/folder.yaml")
        code, seen = talk.end("另存.yaml\r")
    assert code == 0
    assert "已存到 另存.yaml" in seen
    assert (tmp_path / "链.yaml").read_text(encoding="utf-8") == "mine\n"
    assert "甲" in load_case(tmp_path / "另存.yaml").persons


def test_broken_off_where_it_asks_for_a_name_it_is_saved_all_the_same(tmp_path: Path) -> None:
    with talking(tmp_path) as talk:
        talk.hear()
        talk.say(*CLERK[:9])
        talk.prompt = "> "
        assert WHERE in talk.say("q")
        code, seen = talk.end("\x04")
    assert code == 0
    assert "已存到 链.yaml" in seen
    assert set(load_case(tmp_path / "链.yaml").persons) == {"甲", "乙"}


def test_save_asks_where_and_goes_on(tmp_path: Path) -> None:
    with talking(tmp_path) as talk:
        talk.hear()
        talk.say(*CLERK[:9])
        talk.terminal.type("保存\r")
        talk.hear("链.yaml）> ")
        assert "已存到 a.yaml" in talk.say("a.yaml")
        talk.say("窃取")
        talk.end("q\r")
    assert load_case(tmp_path / "a.yaml").dealings[0].act == "theft"


def test_broken_off_without_output_it_is_saved_under_a_name_that_is_free(tmp_path: Path) -> None:
    (tmp_path / "链.yaml").write_text("mine\n", encoding="utf-8")
    with talking(tmp_path) as talk:
        talk.hear()
        talk.say(*CLERK[:9])
        code, seen = talk.end(CTRL_C)
    assert code == 0
    assert "已存到 链-2.yaml" in seen
    assert set(load_case(tmp_path / "链-2.yaml").persons) == {"甲", "乙"}


def test_a_case_that_is_there_keeps_its_comments_and_is_written_back_when_agreed(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(CASE, encoding="utf-8")
    with talking(tmp_path, "c.yaml") as talk:
        assert "是否造成被害人死亡" in talk.hear()
        talk.say("死亡")
        talk.prompt = "> "
        assert "c.yaml" in talk.say("停")
        assert "覆盖吗" in talk.say("")
        talk.end("是\r")
    written = path.read_text(encoding="utf-8")
    assert written == CASE.replace("# the end\n", "# the end\n事实:\n  甲: {严重后果: 死亡}\n")
    assert grades(path) == {"甲": "especially_serious"}


def test_unchanged_it_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(CASE, encoding="utf-8")
    with talking(tmp_path, "c.yaml") as talk:
        talk.hear()
        code, seen = talk.end("q\r")
    assert code == 0
    assert "没有改动" in seen
    assert path.read_text(encoding="utf-8") == CASE


def test_comments_that_cannot_be_kept_are_not_lost(tmp_path: Path) -> None:
    """A comment inside braces has no place of its own: the file stays, and the changed case goes to another."""
    text = CASE.replace("行为: 窃取,", "行为: 窃取, # seen on video\n ")
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with talking(tmp_path, "c.yaml", "--output", "c.yaml") as talk:
        talk.hear()
        talk.say("死亡")
        talk.end("q\r")
    assert path.read_text(encoding="utf-8") == text
    assert grades(tmp_path / "c-2.yaml") == {"甲": "especially_serious"}


def test_an_output_that_is_there_is_gone_on_with_and_never_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CASE, encoding="utf-8")
    with talking(tmp_path, "--output", "c.yaml") as talk:
        assert "接着 c.yaml 问" in talk.hear()
        talk.end("q\r")
    assert (tmp_path / "c.yaml").read_text(encoding="utf-8") == CASE


# -- narrow, and in English -------------------------------------------------------------------------------


def test_at_forty_columns_nothing_is_cut(tmp_path: Path) -> None:
    with talking(tmp_path, "--output", "x.yaml", columns=40) as talk:
        talk.hear()
        said = talk.say(*CLERK)
        talk.end("q\r")
    for line in said.splitlines()[1:]:
        assert sum(2 if ord(one) > 0x2E7F else 1 for one in line) <= 40, line
    whole = TREE.sub("", said)
    assert "为什么问：他也在本案人员里；同一批信息取得后又给出，只算一次（第十一条第一款）" in whole


def test_in_english_from_the_first_word_to_the_file(tmp_path: Path) -> None:
    with talking(tmp_path, "--lang", "en", "--output", "x.yaml", prompt="answer> ") as talk:
        seen = talk.hear()
        for line in ["chain", "", "Wu", "clerk", "", ""]:
            seen += talk.say(line)
        seen += talk.say("sel", "sale", "location_tracking", "28", "duty_or_service", "Li", "3000", "2021-03-02", "")
        assert "So far  Wu  serious circumstances" in seen
        assert "What are the illegal gains" not in seen
        seen += talk.say("?", "back", "", "unknown")
        talk.end("stop\r")
    assert not re.search("[\u3400-\u9fff]", re.sub("万多条|条以上|万余元|余|多|[a-z_]+ [\u3400-\u9fff]+", "", seen))
    text = (tmp_path / "x.yaml").read_text(encoding="utf-8")
    assert "- {id: D1, by: Wu, act: sale, batch: B1, to: Li, paid: 3000, date: 2021-03-02}" in text
    assert grades_between(text) == ("serious", "especially_serious")


def grades_between(text: str) -> tuple[str, str]:
    (person,) = evaluate(load_case(text)).persons
    return person.grade.at_least, person.grade.at_most


# -- through a pipe ---------------------------------------------------------------------------------------


def test_through_a_pipe_the_case_goes_out_and_the_dialogue_beside_it(tmp_path: Path) -> None:
    done = piped(tmp_path, lines=[*CLERK, "q"])
    assert done.returncode == 0
    assert done.stdout.startswith("schema: thresholds/case/1\n案件: 链\n")
    assert grades(done.stdout) == {"甲": "serious", "乙": "not_reached"}
    assert "答> " in done.stderr
    assert "答> " not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_the_answers_is_a_stop(tmp_path: Path) -> None:
    assert piped(tmp_path, lines=[*CLERK, "q"]).stdout == piped(tmp_path, lines=CLERK).stdout
    done = piped(tmp_path, lines=[])
    assert (done.returncode, done.stdout) == (0, "")
    assert "没有可存的案卷" in done.stderr


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (piped(tmp_path, lines=[*CLERK, "是", "", "不明"]) for _ in range(2))
    assert (first.stdout, first.stderr) == (second.stdout, second.stderr)


def test_with_an_output_nothing_goes_to_standard_output(tmp_path: Path) -> None:
    done = piped(tmp_path, "--output", "x.yaml", lines=CLERK)
    assert (done.returncode, done.stdout) == (0, "")
    assert grades(tmp_path / "x.yaml") == {"甲": "serious", "乙": "not_reached"}


def test_json_stays_json_and_a_ledger_becomes_a_case(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(
        '{"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}, "dealings": [{"by": "a", "act": "theft",'
        ' "records": {"location_tracking": 60}}]}',
        encoding="utf-8",
    )
    piped(tmp_path, "c.json", "--output", "d.json", lines=["是"])
    found = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert found["facts"] == {"a": {"grave_consequences": "yes"}}
    (tmp_path / "l.csv").write_text("行为人,行为,类别,条数\n甲,窃取,行踪轨迹信息,60\n", encoding="utf-8")
    done = piped(tmp_path, "l.csv", lines=["是"])
    assert grades(done.stdout) == {"甲": "especially_serious"}


def test_a_sample_can_be_gone_on_with(tmp_path: Path) -> None:
    done = piped(tmp_path, "sample:class-unknown", lines=["", "", "", "通信记录"])
    assert grades(done.stdout) == {"甲": "not_reached"}
    assert "理由: 压缩包尚未打开" in done.stdout


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "thresholds", "interview"],
        input=b"\xff\xfe\n\x00\n\x1b[A\xe7\x94\xb2\n",
        capture_output=True, env=surroundings(), cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert len(load_case(done.stdout.decode()).persons) == 1


# -- what is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["missing.yaml"], 1, "TH001"),
        (["wrong.yaml"], 1, "TH201"),
        (["--output", "no/such/folder.yaml"], 1, "TH001"),
        (["--output", "wrong.yaml"], 1, "TH201"),
        (["sample:nothing"], 2, "nothing"),
        (["a.yaml", "b.yaml"], 2, "b.yaml"),
    ],
)
def test_what_cannot_begin_says_so(tmp_path: Path, args: list[str], code: int, words: str) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("{schema: thresholds/case/1, id: x, persns: {a: {}}}", encoding="utf-8")
    done = piped(tmp_path, *args, lines=CLERK)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert wrong.read_text(encoding="utf-8") == "{schema: thresholds/case/1, id: x, persns: {a: {}}}"


Merge = Callable[[str], str]


@pytest.mark.parametrize("path", sorted((ROOT / "cases").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_case_is_written_back_as_it_is_but_for_what_changed(path: Path) -> None:
    from thresholds.case.merge import merged
    from thresholds.case.plain import plain_of
    from thresholds.interview.plain import with_value
    from thresholds.source.yaml import parse

    text = path.read_text(encoding="utf-8")
    plain = plain_of(parse(text, path.name))
    assert merged(text, plain) == text
    first = next(iter(load_case(text).persons))
    found = merged(text, with_value(plain, ("facts", first, "adverse_social_impact"), "unknown"))
    assert found is not None
    stated = load_case(found).facts[first].adverse_social_impact
    assert stated is not None
    assert stated.truth == "unknown"
    before, after = text.splitlines(), found.splitlines()
    assert len([line for line in before if line not in after]) <= 1
    assert len([line for line in after if line not in before]) <= 2
