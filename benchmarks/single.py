"""One case at a time: deciding, evaluating with the full trace, reporting, beside the peers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.clock import Pass, in_turn, one_core, over, ratio
from benchmarks.inputs import Input
from benchmarks.peer_openfisca import arrays
from benchmarks.peer_zen import TRACED, context
from benchmarks.peers import Peers
from benchmarks.subject import SAMPLE, Subject, as_dict, walk
from benchmarks.table import Row, of_passes, skipped
from thresholds import evaluate, load_case

SECTION = "one case"
DECIDE, EVALUATE, WALKED = "decide", "evaluate", "evaluate + every finding read"
LOADED = "load_case(dict) + evaluate"
TABLE, EXPRESSION, FISCA = "zen table, traced", "zen expression, traced", "openfisca, traced"


def agreement(inputs: list[Input], ours: Subject, peers: Peers) -> Row:
    """Everybody against the oracle, before anything is timed.

    Raises:
        AssertionError: somebody is wrong; the input is named.
    """
    expected = [given.verdict for given in inputs]
    _same("decide", expected, map(ours.decided, ours.values), inputs)
    _same("evaluate", expected, map(ours.evaluated, ours.cases), inputs)
    asked = peers.verdicts()
    for name, ask in asked.items():
        _same(name, expected, map(ask, inputs), inputs)
    names = ", ".join(["decide", "evaluate", *asked])
    note = f"{len(inputs):,} boundary inputs, {len(set(expected))} different verdicts: {names}"
    return Row("agreement", "answers unlike the oracle's", 0, "", target=0, note=note)


def _same(name: str, expected: Sequence[object], got: Iterable[object], inputs: list[Input]) -> None:
    for given, wanted, found in zip(inputs, expected, got, strict=True):
        if wanted != found:
            raise AssertionError(f"{name} on {given}: {found}, not {wanted}")


def single(inputs: list[Input], ours: Subject, peers: Peers, size: int, passes: int) -> list[Row]:
    """Decision and traced evaluation, ours and theirs in turn: on all cores, then all of it on one.

    zen starts threads for every call, so that its time hangs on how fast the system wakes another core.
    """
    contenders = _ours(inputs, ours, size) | _zen(inputs, peers, size) | _openfisca(inputs, peers, size)
    rows = _measured(contenders, passes, "")
    with one_core() as pinned:
        if pinned and peers.zen is not None:
            alone = {name: run for name, run in contenders.items() if "openfisca" not in name}
            rows += _measured(alone, passes, ", one core")
    return rows + [skipped(SECTION, name, why) for name, why in peers.missing.items()]


def _measured(contenders: dict[str, Pass], passes: int, where: str) -> list[Row]:
    took = in_turn(contenders, passes)
    rows = [of_passes(SECTION + where, DECIDE, took[DECIDE], target=50.0, note="one world, through durable-rules")]
    rows += [of_passes(SECTION + where, name, took[name]) for name in took if name != DECIDE]
    return rows + _ratios(took, where)


def _ours(inputs: list[Input], ours: Subject, size: int) -> dict[str, Pass]:
    decide, ruleset = ours.engine.decider.decide, ours.ruleset
    cases = [(case, ruleset) for case in ours.cases[:size]]
    written = [(as_dict(number, given),) for number, given in enumerate(inputs[:size])]
    return {
        DECIDE: over(decide, [(values, {}) for values in ours.values[:size]]),
        EVALUATE: over(evaluate, cases),
        WALKED: over(lambda case, rules: walk(evaluate(case, rules)), cases),
        LOADED: over(lambda given: evaluate(load_case(given), ruleset), written[: size // 4]),
    }


def _zen(inputs: list[Input], peers: Peers, size: int) -> dict[str, Pass]:
    if peers.zen is None:
        return {}
    plain = [(context(given),) for given in inputs[:size]]
    traced = [(context(given), TRACED) for given in inputs[:size]]
    return {
        TABLE: over(peers.zen.table.evaluate, traced),
        EXPRESSION: over(peers.zen.expression.evaluate, traced),
        "zen table": over(peers.zen.table.evaluate, plain),
        "zen expression": over(peers.zen.expression.evaluate, plain),
    }


def _openfisca(inputs: list[Input], peers: Peers, size: int) -> dict[str, Pass]:
    if peers.openfisca is None:
        return {}
    given = [arrays(one) for one in inputs[: size // 5]]
    run = peers.openfisca.run
    return {
        FISCA: over(run, [(one, True) for one in given]),
        "openfisca": over(run, [(one, False) for one in given]),
    }


def _ratios(took: dict[str, list[float]], where: str) -> list[Row]:
    """Below 1 we are faster; the target holds against both of zen's traced calls."""
    rows = []
    for mine in (EVALUATE, WALKED, LOADED):
        for theirs in (TABLE, EXPRESSION, FISCA):
            if theirs in took:
                target = None if mine == LOADED else 1.0
                value = ratio(took[mine], took[theirs])
                rows.append(Row(f"ratios{where}", f"{mine} ÷ {theirs}", value, "×", target=target))
    if "zen table" in took:
        value = ratio(took[DECIDE], took["zen table"])
        rows.append(Row(f"ratios{where}", f"{DECIDE} ÷ zen table (untraced)", value, "×", target=1.0))
    return rows


def reports(ours: Subject, passes: int) -> list[Row]:
    """The whole report as data, with readings swept, both sides and questions: flat cases and a real one."""
    real = load_case(SAMPLE)
    persons = len(real.persons)

    def full_flat() -> int:
        for case in ours.cases[:60]:
            evaluate(case, ours.ruleset).to_dict()
        return 60

    def full_real() -> int:
        evaluate(real, ours.ruleset).to_dict()
        return 1

    took = in_turn({"flat": full_flat, "real": full_real}, passes)
    milli = {name: [value / 1e3 for value in values] for name, values in took.items()}
    each = [value / persons for value in milli["real"]]
    return [
        _report("a flat case, evaluate + to_dict()", milli["flat"], 5.0),
        _report(f"{SAMPLE.stem}, a person (of {persons})", each, 5.0),
        _report(f"{SAMPLE.stem}, all {persons} persons", milli["real"], None),
    ]


def _report(what: str, values: list[float], target: float | None) -> Row:
    values = sorted(values)
    middle = values[len(values) // 2]
    return Row("full report", what, middle, "ms", target=target, least=values[0])
