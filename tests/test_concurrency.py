"""Threads, forked processes and any order give what one case after another gives."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from random_cases import boundary_cases
from strategies import CaseDict, loaded

from thresholds import evaluate, load_ruleset, render
from thresholds.case import Case
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.choices import choose
from thresholds.evaluation.facts import derive

CASES: list[Case] = [loaded(case, str(number)) for number, (case, _) in enumerate(boundary_cases(300, 11))]


def result(case: Case) -> dict[str, Any]:
    """The grade and every status and count of every person."""
    report = evaluate(case)
    return {
        person.id: (
            tuple(person.grade),
            [(finding.item, finding.status.value, finding.score) for finding in person.findings],
            person.counts,
        )
        for person in report.persons
    }


@pytest.fixture(scope="module")
def serial() -> list[dict[str, Any]]:
    return [result(case) for case in CASES]


def in_order(order: Sequence[int]) -> list[dict[str, Any]]:
    """The results of all cases, evaluated in an order, put back in that of the list."""
    found = {number: result(CASES[number]) for number in order}
    return [found[number] for number in range(len(CASES))]


def test_the_cases_differ_from_one_another(serial: list[dict[str, Any]]) -> None:
    assert len({str(one) for one in serial}) > 200


def test_eight_threads(serial: list[dict[str, Any]]) -> None:
    start = threading.Barrier(8)

    def work(seed: int) -> list[dict[str, Any]]:
        order = list(range(len(CASES)))
        Random(seed).shuffle(order)
        start.wait()
        return in_order(order)

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(8)):
            assert found == serial


def test_one_engine_made_by_eight_threads_at_once(serial: list[dict[str, Any]]) -> None:
    """The decider is made on first use; all ask for it at the same time."""
    ruleset = load_ruleset("fashi-2017-10")
    engine, start = Engine(ruleset), threading.Barrier(8)
    plain = [number for number, case in enumerate(CASES) if not case.readings][:100]

    def work(_: int) -> list[dict[str, Any]]:
        start.wait()
        choices = choose(ruleset)
        return [
            {person.person.id: engine.assess(person, choices).bounds for person in derive(CASES[number])}
            for number in plain
        ]

    names = ruleset.grade_ids
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(8)):
            for number, bounds in zip(plain, found, strict=True):
                for person, (low, high) in bounds.items():
                    assert (names[low], names[high]) == serial[number][person][0]


def test_threads_that_come_and_go(serial: list[dict[str, Any]]) -> None:
    """Each thread takes a handle of its own and leaves it behind."""
    found: dict[int, dict[str, Any]] = {}

    def work(number: int) -> None:
        found[number] = result(CASES[number])

    for number in range(40):
        thread = threading.Thread(target=work, args=(number,))
        thread.start()
        thread.join()
    assert [found[number] for number in range(40)] == serial[:40]


def _child(seed: int, answers: Any) -> None:
    order = Random(seed).sample(range(len(CASES)), 200)
    answers.send([(number, result(CASES[number])) for number in order])
    answers.close()


def test_four_forked_children(serial: list[dict[str, Any]]) -> None:
    """The parent has used its engine before it forks, and uses it again afterwards."""
    context = multiprocessing.get_context("fork")
    started = []
    for seed in range(4):
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(seed, sending))
        child.start()
        sending.close()
        started.append((child, receiving))
    assert [result(case) for case in CASES[:50]] == serial[:50]
    for child, receiving in started:
        answers = receiving.recv()
        child.join()
        assert child.exitcode == 0
        assert len(answers) == 200
        for number, found in answers:
            assert found == serial[number]


@pytest.mark.parametrize("seed", range(3))
def test_any_order(seed: int, serial: list[dict[str, Any]]) -> None:
    order = list(range(len(CASES)))
    Random(seed).shuffle(order)
    assert in_order(order) == serial


def test_each_case_right_after_the_gravest(serial: list[dict[str, Any]]) -> None:
    """What one case asserts is gone before the next one."""
    everything: CaseDict = {
        "persons": {"a": {"kind": "unit"}},
        "dealings": [
            {
                "by": "a",
                "act": "sale",
                "to": "x",
                "records": {"location_tracking": 10**6, "transaction_record": 10**6, "general_information": 10**6},
                "obtained_in": "duty_or_service",
                "used_in_crime": "yes",
                "knew_of_crime": "yes",
                "paid": 10**7,
            }
        ],
        "facts": {
            "a": dict.fromkeys(
                ("prior_criminal_punishment", "grave_consequences", "major_economic_loss", "website_or_group"), "yes"
            )
        },
    }
    gravest = loaded(everything)
    nothing = loaded({"persons": {"a": {}}})
    for number in range(0, 300, 5):
        assert result(gravest)["a"][0] == ("especially_serious", "especially_serious")
        assert result(nothing)["a"][0] == ("not_reached", "not_reached")
        assert result(CASES[number]) == serial[number]


def test_reports_of_threads_are_the_same_bytes() -> None:
    texts = [render(evaluate(case), "json") for case in CASES[:40]]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda case: render(evaluate(case), "json"), CASES[:40])) == texts
