"""Every exercise that is made: it loads, the engine judges it as the letter of the law does, and lines are lines."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from quiz_worlds import expected, leniency

from thresholds import evaluate, load_case, load_ruleset
from thresholds.law.load import available, is_statute
from thresholds.report.model import Grade
from thresholds.teaching.deciding import deciding
from thresholds.teaching.lines import side
from thresholds.teaching.marking import PARTS
from thresholds.teaching.quiz import LEVELS, Answer, Exercise, judged, mark, quiz
from thresholds.teaching.stage import Stage
from thresholds.teaching.topics import TOPICS

RULESETS = [name for name in available() if not is_statute(name)]
DEFAULT = "fashi-2017-10"
SEEDS = range(1, 9)
ROOT = Path(__file__).resolve().parents[1]
#: The categories of item (3), in Chinese.
FIRST = ("行踪轨迹信息", "通信内容", "征信信息", "财产信息")
CHINESE = re.compile("[\u3400-\u9fff]")


def exercises(level: int, count: int = 24) -> list[Exercise]:
    return [exercise for seed in SEEDS for exercise in quiz(DEFAULT, level, seed, count)]


@pytest.mark.parametrize("level", range(1, len(LEVELS) + 1))
def test_the_engine_judges_every_exercise_as_the_letter_of_the_law_does(level: int) -> None:
    seen: set[tuple[str, object]] = set()
    for exercise in exercises(level):
        low, high, items = expected(exercise)
        person = judged(exercise)
        text = f"{exercise.id} {' '.join(exercise.prompt())}"
        assert person.grade == Grade(low, high), text
        assert set(deciding(person)) == items | set(leniency(exercise, low)), text
        seen.add((exercise.topic, (person.grade, deciding(person))))
    assert {topic for topic, _ in seen} == {topic.id for topic in TOPICS if topic.level == level} - {"number"}
    # both sides of every line come up, so that nothing can be answered without looking
    assert all(len([1 for other, _ in seen if other == topic]) > 1 for topic, _ in seen)


def test_an_open_tier_comes_up() -> None:
    tiers = {judged(exercise).grade for exercise in exercises(3)}
    assert {Grade("not_reached", "serious"), Grade("not_reached", "especially_serious")} <= tiers


@pytest.mark.parametrize("name", RULESETS)
def test_every_ruleset_gives_exercises_that_can_be_loaded_told_and_answered(name: str) -> None:
    for level in range(1, len(LEVELS) + 1):
        found = quiz(name, level, 3, 12)
        assert len(found) >= 6
        assert len({exercise.text for exercise in found}) == len(found)
        for exercise in found:
            again = evaluate(load_case(exercise.text, load_ruleset(name)), load_ruleset(name))
            assert again.person(exercise.person).grade == evaluate(exercise.case, name).person(exercise.person).grade
            person = judged(exercise)
            assert person.grade in exercise.choices
            assert set(deciding(person)) <= set(exercise.items)
            assert mark(exercise, Answer(person.grade, deciding(person))).points == PARTS
            for lang in ("zh", "en"):
                assert all(sentence.strip() for sentence in exercise.prompt(lang))


@pytest.mark.parametrize("name", RULESETS)
def test_around_every_line_below_is_short_and_at_and_above_are_enough(name: str) -> None:
    stage = Stage(load_ruleset(name))
    lines = [line for kind in ("records", "money", "number", "sum") for line in stage.plain_lines(kind)]
    lines += stage.multiples(lambda times: times != 1)
    assert lines
    for line in lines:
        if line.bounded.opening:
            continue
        statuses = []
        for steps in (-1, 0, 1):
            sketch = side(stage, line, steps)
            case = load_case({"schema": "thresholds/case/1", "id": "x", **sketch.plain}, stage.ruleset)  # type: ignore[dict-item]
            statuses.append(evaluate(case, stage.ruleset).person("甲").finding(sketch.item).status.value)
        assert statuses == ["not_established", "established", "established"], line


def test_no_number_of_the_law_stands_in_the_code(tmp_path: Path) -> None:
    """A ruleset with another number gives exercises around that number, and none around the one of the law."""
    text = (ROOT / "rulesets" / DEFAULT / "ruleset.yaml").read_text(encoding="utf-8")
    assert text.count("at_least: 50 条") == 1
    (tmp_path / "ruleset.yaml").write_text(text.replace("at_least: 50 条", "at_least: 70 条"), encoding="utf-8")
    changed = load_ruleset(tmp_path / "ruleset.yaml")
    prompts = [" ".join(one.prompt()) for seed in SEEDS for one in quiz(changed, 1, seed, 20)]
    first = {int(found) for prompt in prompts for found in re.findall(f"(?:{'|'.join(FIRST)}) (\\d+) 条", prompt)}
    assert first - {1} == {69, 70, 71}
    halves = [" ".join(one.prompt()) for seed in SEEDS for one in quiz(changed, 2, seed, 20) if one.topic == "part"]
    first = {int(found) for prompt in halves for found in re.findall(f"(?:{'|'.join(FIRST)}) (\\d+) 条", prompt)}
    assert {34, 35} <= first <= {34, 35, 36}


def test_the_same_seed_draws_the_same_and_another_seed_another() -> None:
    for level in range(1, len(LEVELS) + 1):
        first, again, other = (quiz(DEFAULT, level, seed, 10) for seed in (7, 7, 8))
        assert [one.text for one in first] == [one.text for one in again]
        assert [one.prompt() for one in first] == [one.prompt() for one in again]
        assert [one.text for one in first] != [one.text for one in other]
        assert quiz(DEFAULT, level, 7, 4) == first[:4]


def test_topics_take_turns_and_nothing_comes_twice() -> None:
    found = quiz(DEFAULT, 3, 5, 24)
    assert max(Counter(one.topic for one in found).values()) == 24 // 6
    facts = [str(one.prompt()[1:]) for one in found]
    assert len(set(facts)) == len(facts)


def test_it_is_told_in_english_without_chinese() -> None:
    for level in range(1, len(LEVELS) + 1):
        for exercise in quiz(DEFAULT, level, 2, 20):
            told = " ".join(exercise.prompt("en"))
            assert not CHINESE.search(re.sub(r"\(\d+余[条元]\)", "", told)), told


@pytest.mark.parametrize("level", range(1, len(LEVELS) + 1))
def test_every_wrong_answer_is_wrong(level: int) -> None:
    for exercise in quiz(DEFAULT, level, 4, 12):
        person = judged(exercise)
        items = deciding(person)
        for choice in exercise.choices:
            marked = mark(exercise, Answer(choice, items))
            assert marked.tier_right is (choice == person.grade)
            assert marked.items_right
            assert marked.points == 1 + marked.tier_right
        for item in exercise.items:
            named = tuple(set(items) ^ {item})
            marked = mark(exercise, Answer(person.grade, named))
            assert (marked.items_right, marked.points) == (False, 1)
            assert (marked.missed, marked.extra) == (((item,), ()) if item in items else ((), (item,)))


def test_a_question_left_out_has_no_points_although_nothing_decides() -> None:
    exercise = next(one for one in quiz(DEFAULT, 1, 1, 10) if not deciding(judged(one)))
    marked = mark(exercise, Answer())
    assert (marked.answered, marked.tier_right, marked.items_right, marked.points) == (False, False, False, 0)
