"""The chain of consequences: layers over durable-rules, the plain evaluation beside it, and the data it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from consequence_cases import LENIENT, RULESET, concluded, found, person, stands
from hypothesis import given, settings
from hypothesis import strategies as st

from thresholds import load_ruleset
from thresholds.consequences import chain as chain_module
from thresholds.consequences.chain import Chain
from thresholds.consequences.corners import Thing, senses_of, situations_of
from thresholds.consequences.plain import concluded_plainly
from thresholds.consequences.rulebook import Rulebook, rulebook_for
from thresholds.errors import EngineError, SourceErrors
from thresholds.evaluation.chaining import Clause, Layers
from thresholds.evaluation.program import Test as Comparison
from thresholds.law.consequence_files import Data, check, data_for, load_consequences
from thresholds.law.consequences import LAYERS
from thresholds.law.model import FactDeclaration, Ruleset
from thresholds.values.interval import Interval
from thresholds.values.pinpoint import pinpoint, pinpoints_in

# -- the chain --------------------------------------------------------------------------------------------------


def test_the_layers_show_what_led_to_what() -> None:
    result = found({"location_tracking": 60}, duty=True, illegal_gains="130.20 元")
    assert [layer.name for layer in result.chain] == list(LAYERS)
    assert [[name for name, _ in layer.concluded] for layer in result.chain] == [
        [
            "range:serious", "punishment:short_term_detention", "punishment:fixed_term_imprisonment",
            "fine:with_or_instead", "fine:art12:multiple", "fine:art12:floor", "fine:art12:floor_above_ceiling",
        ],
        ["duty_information_supplied"],
        ["heavier_within_range"],
        ["probation_possible"],
    ]  # fmt: skip


def mutated(name: str, **changes: object) -> Rulebook:
    """The shipped data with one consequence changed."""
    ruleset = load_ruleset(RULESET)
    data = data_for(ruleset)
    entries = [e.model_copy(update=changes) if e.id == name else e for e in data.general.consequences]
    return Rulebook(ruleset, data._replace(general=data.general.model_copy(update={"consequences": tuple(entries)})))


@pytest.mark.parametrize(
    ("name", "changes", "value", "lost"),
    [
        ("accessory", {"effects": ("lighter",)}, "role:accessory", {"below_range", "exemption"}),
        ("accessory", {"status": "contested"}, "role:accessory", {"lighter_within_range", "below_range", "exemption"}),
        (
            "recidivist",
            {"layer": "limits"},
            "fact:recidivist",
            {"heavier_within_range", "no_probation_for_recidivists"},
        ),
    ],
)
def test_breaking_one_rule_of_the_data_changes_the_result(
    name: str, changes: dict[str, object], value: str, lost: set[str]
) -> None:
    whole = concluded(rulebook_for(load_ruleset(RULESET)), **{value: 1})
    assert lost <= whole
    assert lost & concluded(mutated(name, **changes), **{value: 1}) == set()


def test_where_the_two_evaluations_differ_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    book = rulebook_for(load_ruleset(RULESET))
    monkeypatch.setattr(
        chain_module, "concluded_plainly", lambda *given: concluded_plainly(*given) - {"probation_possible"}
    )
    with pytest.raises(EngineError, match="probation_possible"):
        concluded(book)


FACTS = ("attempt", "minor", "recidivist", "voluntary_surrender", "confession", "sole_purpose_crime", *LENIENT)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_durable_rules_and_the_plain_evaluation_agree(data: st.DataObject) -> None:
    """`conclude` compares the two itself; here with any values at all, consistent or not."""
    book = rulebook_for(load_ruleset(data.draw(st.sampled_from((RULESET, "fashi-2013-8", "fashi-2011-7")))))
    chain = CHAINS.setdefault(book.ruleset.id, Chain(book))
    months = st.sampled_from((0, 1, 6, 35, 36, 37, 84, 120, 180))
    amounts = st.sampled_from((0, 1, 13_020, 19_999, 20_000, 50_000, 99_999, 100_000, 10**18))
    values = {
        name: data.draw(
            months if name.startswith("range_") else amounts if name.startswith("amount:") else st.booleans()
        )
        for name in chain.names
        if name != "rank"
    }
    values["rank"] = data.draw(st.integers(0, len(book.ruleset.grades) - 1))
    given_values = {name: int(value) for name, value in values.items()}
    assert chain.conclude(given_values) == concluded_plainly(book, given_values)


CHAINS: dict[str, Chain] = {}


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.sampled_from(FACTS), max_size=4),
    st.sampled_from([None, "accessory", "unknown"]),
    st.sampled_from(["natural", "unit"]),
)
def test_a_few_situations_show_what_all_of_them_would(unknown: set[str], role: str | None, kind: str) -> None:
    """How each conclusion stands is the same as over every way that the unknown facts can be."""
    role_fact: dict[str, object] = {"role_in_joint_offence": role} if role else {}
    shown = person({"location_tracking": 60}, kind=kind, **dict.fromkeys(unknown, "unknown"), **role_fact)
    seen: dict[str, set[bool]] = {}
    every: list[set[str]] = []
    for ways in product(("yes", "no"), repeat=len(unknown)):
        for part in ("principal", "accessory", "ringleader", None) if role == "unknown" else (role,):
            facts: dict[str, object] = dict(zip(sorted(unknown), ways, strict=True))
            facts |= {"role_in_joint_offence": part} if part else {}
            result = person({"location_tracking": 60}, kind=kind, **facts).consequences
            every.append({name for layer in result.chain for name, _ in layer.concluded})
    for name in set().union(*every):
        seen[name] = {name in one for one in every}
    expected = {name: "applies" if ways == {True} else "open" for name, ways in seen.items()}
    assert {name: one.value for layer in shown.consequences.chain for name, one in layer.concluded} == expected


def test_extremes_and_ways() -> None:
    """a and not b: four ways, of which the two extremes show all; a in both senses: every way."""
    one_sense = senses_of([[("a", ">=", 1), ("b", "<", 1)]], "c:", {})
    things = [Thing(({"a": 0}, {"a": 1})), Thing(({"b": 0}, {"b": 1}))]
    assert one_sense == {"a": {1}, "b": {-1}}
    assert situations_of([one_sense], things) == [{"a": 0, "b": 0}, {"a": 1, "b": 0}, {"a": 0, "b": 1}]
    through = senses_of([[("c:x", "<", 1)]], "c:", {"x": one_sense})
    assert through == {"a": {-1}, "b": {1}}
    both = senses_of([[("a", ">=", 1)], [("a", "<", 1), ("b", ">=", 1)]], "c:", {})
    assert len(situations_of([both], things)) == 4


OWN_RULESET = """\
schema: thresholds/ruleset/1
id: own
title: 一
citation: 一号
offence: infringing_personal_information
statute: 刑法第一条
in_force: {from: 2017-06-01}
grades:
- {id: not_reached}
- {id: serious, range: 三年以下有期徒刑，可以并处罚金, months: [6, 36]}
- {id: especially_serious, range: 三年以上七年以下有期徒刑, months: [36, 84]}
provisions:
- id: art1
  gloss: 一千元以上
  grade: serious
  any_of: [{id: art1-any, gloss: 一千元以上, when: {money: illegal_gains, at_least: 1000 元}}]
- id: art2
  gloss: 十万元以上
  grade: especially_serious
  any_of: [{id: art2-any, gloss: 十万元以上, when: {money: illegal_gains, at_least: 100000 元}}]
- {id: art3, gloss: 罚金, rule: fine, of: illegal_gains, times: [1, 5], ceiling: 20000 元, when: {grade: serious}}
facts: [{id: illegal_gains, direction: raises, asks: 多少}]
"""


@pytest.mark.parametrize(
    ("gains", "mode", "band"),
    [
        ("4000 元", "may_be_added", (400_000, 2_000_000)),  # 5 × 4 000 is the ceiling
        ("4000.01 元", "may_be_added", (400_001, 2_000_000)),
        ("30000 元", "may_be_added", (2_000_000, 2_000_000)),
        ("100000 元", "none", None),  # the rule is for the lower grade alone
    ],
)
def test_a_ceiling_and_a_grade_of_a_rule_on_the_fine(
    gains: str, mode: str, band: tuple[int, int] | None, tmp_path: Path
) -> None:
    path = tmp_path / "ruleset.yaml"
    path.write_text(OWN_RULESET, "utf-8")
    result = found(ruleset=str(path), illegal_gains=gains)
    assert [span.fine for span in result.spans] == [mode]
    assert result.fine == (None if band is None else Interval(*band))
    assert ("ceiling" in {step.kind for step in result.fine_steps}) is (gains in ("4000.01 元", "30000 元"))


def test_what_stands_beside_a_ruleset_of_ones_own_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "ruleset.yaml"
    path.write_text(OWN_RULESET, "utf-8")
    entry = ENTRY.format(id="own", layer="circumstances", when="{grade: especially_serious}")
    (tmp_path / "consequences.yaml").write_text(HEAD + entry, "utf-8")
    assert "own" in stands(found(ruleset=str(path), illegal_gains="100000 元"))
    assert "own" not in stands(found(ruleset=str(path), illegal_gains="99999.99 元"))


def test_a_rule_that_rests_on_the_present_text_is_open_while_dates_leave_that_open() -> None:
    """The fact is one that the statute's own file declares; no case file states it."""
    ruleset = load_ruleset(RULESET)
    asked = FactDeclaration(id="second_tier_then", kind="truth", label="一", direction="raises", asks="一")
    book = rulebook_for(remade(ruleset, facts=(*ruleset.facts, asked)))
    values = {"about:duty_information_supplied": 1}
    assert "duty_information_supplied" in concluded(book, **values, **{"fact:second_tier_then": 1})
    assert "duty_information_supplied" in concluded(book, **values, **{"unstated:second_tier_then": 1})
    assert "duty_information_supplied" not in concluded(book, **values)


def remade(ruleset: Ruleset, **changes: object) -> Ruleset:
    """The ruleset with other fields, and nothing worked out of it yet."""
    return Ruleset.model_construct(**{name: getattr(ruleset, name) for name in Ruleset.model_fields} | changes)


# -- layers over durable-rules ----------------------------------------------------------------------------------


def layered(*layers: Sequence[tuple[int, Sequence[Sequence[tuple[int, str, int]]]]]) -> Layers:
    clauses = [
        [Clause(number, tuple(tuple(Comparison(*test) for test in way) for way in ways)) for number, ways in layer]
        for layer in layers
    ]
    return Layers(2, clauses)


def test_not_concluded_is_asked_only_when_the_layer_before_is_quiet() -> None:
    layers = layered([(0, [[(0, ">=", 5)]])], [(1, [[(0, ">=", 1), (2, "<", 1)]]), (2, [[(2, ">=", 1)]])])
    assert layers.conclude([4, 0]) == (frozenset(), {1})
    assert layers.conclude([5, 0]) == ({0}, {2})
    assert layers.conclude([4, 0]) == (frozenset(), {1}), "nothing stays behind"


def test_many_rules_of_a_layer_are_asked_in_parts() -> None:
    layers = layered([(number, [[(0, ">=", number)], [(1, ">=", number)]]) for number in range(90)])
    assert layers.conclude([10, 80]) == (frozenset(range(81)),)


def test_a_conclusion_that_nothing_leads_to() -> None:
    assert layered([(0, []), (1, [[(0, ">=", 1)]])]).conclude([1, 0]) == ({1},)


@pytest.mark.parametrize("values", [[1], [1, 2, 3], [True, 0], [1.0, 0], ["1", 0], [2**62, 0]])
def test_only_whole_numbers_in_range_enter(values: list[Any]) -> None:
    with pytest.raises(EngineError):
        layered([(0, [[(0, ">=", 1)]])]).conclude(values)


def test_after_an_error_the_next_answer_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = layered([(0, [[(0, ">=", 1)]])], [(1, [[(2, "<", 1)]])])
    assert layers.conclude([1, 0]) == ({0}, frozenset())
    with monkeypatch.context() as patched:
        patched.setattr("thresholds.evaluation.chaining._next", lambda *_: 1 / 0)
        with pytest.raises(EngineError):
            layers.conclude([1, 0])
    assert layers.conclude([0, 0]) == (frozenset(), {1})


def test_threads_do_not_share_a_handle() -> None:
    layers = layered([(0, [[(0, ">=", 50)]])], [(1, [[(2, "<", 1)]])])
    wrong: list[int] = []

    def work(start: int) -> None:
        for number in range(start, start + 100):
            expected = ({0}, frozenset()) if number >= 50 else (frozenset(), {1})
            if layers.conclude([number, 0]) != expected:
                wrong.append(number)

    threads = [Thread(target=work, args=(start,)) for start in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# -- the data ---------------------------------------------------------------------------------------------------


def test_everything_in_the_data_has_a_citation_that_can_be_read() -> None:
    data = data_for(load_ruleset(RULESET))
    for entry in data.consequences:
        assert entry.law, entry.id
        assert all(pinpoints_in(law) or law == "法发〔2016〕32号" for law in entry.law), entry.id
        assert (entry.status == "contested") == (len(entry.views) == 2), entry.id
        assert entry.basis or entry.status == "settled", entry.id


def test_every_ruleset_has_what_follows() -> None:
    for name in ("fashi-2009-19", "fashi-2011-19", "fashi-2011-7", "fashi-2013-8", "fashi-2018-19", "fashi-2019-15"):
        Chain(rulebook_for(load_ruleset(name)))


def test_citations_in_english() -> None:
    assert pinpoint("刑法第二百五十三条之一第二款", "en") == "Criminal Law art. 253-1 ¶2"
    assert pinpoint("法释〔2017〕10号第五条第一款第（八）项", "en") == "法释〔2017〕10号 art. 5 ¶1 (8)"
    assert pinpoint("法发〔2016〕32号", "en") == "法发〔2016〕32号"
    assert pinpoint("刑法第二十七条", "zh") == "刑法第二十七条"


HEAD = """\
schema: thresholds/consequences/1
id: x
title: x
title_en: x
citation: x
source: x
in_force: {from: 2017-06-01}
consequences:
"""
ENTRY = (
    "- {{id: {id}, layer: {layer}, label: 一, label_en: a, gloss: 一, gloss_en: a, law: [刑法第一条], when: {when}}}\n"
)


@pytest.mark.parametrize(
    ("entries", "code", "line"),
    [
        ([("a", "latitude", "{concluded: accesory}")], "TH106", 9),
        ([("a", "circumstances", "{concluded: accessory}")], "TH106", 9),
        ([("a", "circumstances", "{provision: art99}")], "TH106", 9),
        ([("a", "circumstances", "{resting_on: [art5.1.99]}")], "TH106", 9),
        ([("a", "circumstances", "{fact: nonsense}")], "TH107", 9),
        ([("a", "circumstances", "{grade: grave}")], "TH110", 9),
        ([("a", "circumstances", "{reached: yes}"), ("a", "circumstances", "{reached: yes}")], "TH105", 9),
        ([("b", "circumstances", "{reached: yes}"), ("accessory", "circumstances", "{reached: yes}")], "TH105", 10),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_line(
    entries: list[tuple[str, str, str]], code: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / "consequences.yaml"
    path.write_text(HEAD + "".join(ENTRY.format(id=i, layer=layer, when=when) for i, layer, when in entries), "utf-8")
    ruleset = load_ruleset(RULESET)
    with pytest.raises(SourceErrors) as raised:
        check(Data(data_for(ruleset).general, load_consequences(path)), ruleset)
    assert [(d.code, d.line) for d in raised.value.diagnostics] == [(code, line)]


@pytest.mark.parametrize(
    ("when", "code"), [("{facts: minor}", "TH103"), ("{fact: minor, not: yes}", "TH101"), ("{amount: x}", "TH103")]
)
def test_conditions_are_a_closed_list(when: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "consequences.yaml"
    path.write_text(HEAD + ENTRY.format(id="a", layer="circumstances", when=when), "utf-8")
    with pytest.raises(SourceErrors) as raised:
        load_consequences(path)
    assert [(d.code, d.line) for d in raised.value.diagnostics] == [(code, 9)]
