"""What is wrong, and how it is written right, for every diagnostic. Each example is tried out by a test."""

from __future__ import annotations

from typing import Literal, NamedTuple

from thresholds.wording import (
    authoring_examples,
    batch_examples,
    export_examples,
    lawtext_examples,
    ledger_examples,
    ruleset_examples,
    tally_examples,
    teaching_examples,
)

Kind = Literal[
    "case",
    "ruleset",
    "rulesets",
    "tested",
    "file",
    "ledger",
    "command",
    "lawtext",
    "tally",
    "batch",
    "export",
    "inputs",
    "answers",
    "asked",
]


class Example(NamedTuple):
    """One wrong way of writing and a right one.

    `case` is sections of a case file whose only person is jia unless it says otherwise; `ruleset` is items of
    article 5, paragraph 1 (with a dash) or sections of a ruleset; `file` is a whole file as it stands, in `encoding`,
    the wrong one `times` over; `ledger` is a table as CSV; `command` is what is typed; `lawtext` is a ruleset,
    as above, and below three dashes the words of an official text. `rulesets` are two rulesets, and `tested` is a
    ruleset and a suite, three dashes between them. `tally` is seized data as CSV, and above three dashes a mapping file
    or, of the codes that are about one, a check sheet. `batch` is a table of cases as CSV, and above three dashes a
    mapping file. `export` is a ruleset, as above, that is exported, and `inputs` a case, as above, as inputs of an export.
    `answers` are the answers to a quiz, and `asked` is a case, as above, that a quiz asks about.
    """

    wrong: str
    right: str
    kind: Kind = "case"
    encoding: str = "utf-8"
    times: int = 1


_CASE = """\
schema: thresholds/case/1
案件: 示例
人员:
  甲: {姓名: 甲某}
"""

EXAMPLES: dict[str, Example] = {
    "TH001": Example("thresholds check 没有这个文件.yaml", "thresholds check sample:insider-half", "command"),
    "TH002": Example(_CASE, _CASE, "file", "gb18030"),
    "TH003": Example("", _CASE, "file"),
    "TH004": Example(_CASE.replace("案件: ", "案件："), _CASE, "file"),
    "TH005": Example("facts: {jia: {初犯: 是, 初犯: 否}}", "facts: {jia: {初犯: 是}}"),
    "TH006": Example(
        "persons: {jia: {}, yi: {}}\nfacts: {jia: &a {初犯: 是}, yi: *a}",
        "persons: {jia: {}, yi: {}}\nfacts: {所有人: {初犯: 是}}",
    ),
    "TH007": Example("facts: {jia: {illegal_gains: !money 5000}}", "facts: {jia: {illegal_gains: 5000}}"),
    "TH008": Example(_CASE.splitlines()[2] + " # 一个文件里放了所有的案件\n", _CASE, "file", times=1_500_000),
    "TH009": Example("source: " + "[" * 24 + "判决书" + "]" * 24, "source: [判决书]"),
    "TH010": Example(f"{_CASE}---\n{_CASE.replace('示例', '又一个')}", _CASE, "file"),
    "TH201": Example(
        "dealings:\n- {by: jia, act: sale, recrods: {location_tracking: 60}}",
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60}}",
    ),
    "TH202": Example(
        "dealings:\n- {by: jia, records: {location_tracking: 60}}",
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60}}",
    ),
    "TH203": Example("facts: {jia: 初犯}", "facts: {jia: {初犯: 是}}"),
    "TH204": Example(
        "dealings:\n- {by: jia, act: sell, records: {location_tracking: 60}}",
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60}}",
    ),
    "TH205": Example("facts: {jia: {illegal_gains: 很多}}", "facts: {jia: {illegal_gains: 1万余元}}"),
    "TH206": Example(
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 约60条}}",
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: {at_least: 55, at_most: 65}}}",
    ),
    "TH207": Example("facts: {jia: {illegal_gains: -5000}}", "facts: {jia: {illegal_gains: 5000}}"),
    "TH208": Example("facts: {jia: {illegal_gains: 4999.995 元}}", "facts: {jia: {illegal_gains: 4999.99 元}}"),
    "TH209": Example(
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60 元}}",
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60 条}}",
    ),
    "TH210": Example(
        "dealings:\n- {by: jia, act: sale, date: 2021-02-30}", "dealings:\n- {by: jia, act: sale, date: 2021-02}"
    ),
    "TH211": Example(
        "dealings:\n- {by: yi, act: sale, records: {location_tracking: 60}}",
        "dealings:\n- {by: jia, act: sale, to: yi, records: {location_tracking: 60}}",
    ),
    "TH212": Example(
        "dealings:\n- {by: jia, act: sale, batch: B1}",
        "batches: {B1: {category: location_tracking, records: 60}}\ndealings:\n- {by: jia, act: sale, batch: B1}",
    ),
    "TH213": Example(
        "facts: {jia: {first_offender: {is: yes, evidence: E1}}}",
        "evidence: {E1: 户籍证明}\nfacts: {jia: {first_offender: {is: yes, evidence: E1}}}",
    ),
    "TH214": Example(
        "batches: {B1: {category: location_tracking, records: 28}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, batch: B1, records: 30}",
        "batches: {B1: {category: location_tracking, records: 28}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, batch: B1, records: 20}",
    ),
    "TH215": Example(
        "batches: {B1: {category: location_tracking, records: 60, duplicates: 61}}",
        "batches: {B1: {category: location_tracking, records: 60, duplicates: 6}}",
    ),
    "TH216": Example(
        "batches: {B1: {category: location_tracking, records: {at_least: 28, at_most: 12}}}",
        "batches: {B1: {category: location_tracking, records: {at_least: 12, at_most: 28}}}",
    ),
    "TH217": Example("batches: {B1: {records: 60}}", "batches: {B1: {category: unknown, records: 60}}"),
    "TH218": Example("facts: {jia: {first_offender: yes, 初犯: 是}}", "facts: {jia: {初犯: 是}}"),
    "TH219": Example(
        "dealings:\n- {id: D1, by: jia, act: purchase}\n- {id: D1, by: jia, act: sale}",
        "dealings:\n- {id: D1, by: jia, act: purchase}\n- {id: D2, by: jia, act: sale}",
    ),
    "TH220": Example(
        "schema: thresholds/case/2\nid: x\npersons: {jia: {}}",
        "schema: thresholds/case/1\nid: x\npersons: {jia: {}}",
        "file",
    ),
    "TH221": Example(
        "batches: {B1: {category: location_tracking}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, batch: B1, records: {location_tracking: 60}}",
        "batches: {B1: {category: location_tracking}}\ndealings:\n- {by: jia, act: sale, batch: B1, records: 60}",
    ),
    "TH222": Example(
        "batches: {B1: {category: location_tracking, kinds: [health_information], records: 60}}",
        "batches: {B1: {kinds: [location_tracking, health_information], records: 60}}",
    ),
    "TH223": Example("ruleset: fashi-2017", "ruleset: fashi-2017-10"),
    "TH224": Example("readings: {gains: nett}", "readings: {gains: net}"),
    "TH225": Example("expected: {jia: {not_established: [art5.9]}}", "expected: {jia: {not_established: [art5.1.3]}}"),
    "TH226": Example("judged_on: 2017-05-31", "judged_on: 2017-05-31\nruleset: fashi-2017-10"),
    "TH227": Example(
        "batches: {B1: {category: location_tracking, records: 60, duplicate_rate: 4.5}}",
        "batches: {B1: {category: location_tracking, records: 60, duplicate_rate: 4.5%}}",
    ),
    "TH228": Example(
        "facts: {jia: {first_offender: {because: 没有前科}}}",
        "facts: {jia: {first_offender: {is: yes, because: 没有前科}}}",
    ),
    "TH229": Example("judged_on: 2021", "judged_on: 2021-11"),
    "TH230": Example(
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60, credit_record: 30}, duplicates: 3}",
        "dealings:\n"
        "- {by: jia, act: sale, records: {location_tracking: 60}, duplicates: 3}\n"
        "- {by: jia, act: sale, records: {credit_record: 30}}",
    ),
    "TH231": Example("id: x\npersons: {jia: {}}", "schema: thresholds/case/1\nid: x\npersons: {jia: {}}", "file"),
    "TH232": Example(
        "dealings:\n- {by: [], act: sale, records: {location_tracking: 60}}",
        "dealings:\n- {by: [jia], act: sale, records: {location_tracking: 60}}",
    ),
    "TH233": Example("evidence: {'': 手机}", "evidence: {E1: 手机}"),
    "TH234": Example("readings: {gain: net}", "readings: {gains: net}"),
    "TH235": Example(
        "ruleset: fashi-2011-7\nstandards: {fraud: 5000 元}", "ruleset: fashi-2011-7\nstandards: {fraud_large: 5000 元}"
    ),
    "TH236": Example(
        "ruleset: fashi-2011-7\nstandards: {fraud_large: 20000 元}",
        "ruleset: fashi-2011-7\nstandards: {fraud_large: 5000 元}",
    ),
    "TH301": Example(
        "persons: {jia: {}, yi: {}}\n"
        "facts: {yi: {初犯: 是}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, to: yi, records: {location_tracking: 60}}",
        "persons: {jia: {}, yi: {}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, to: yi, records: {location_tracking: 60}}\n"
        "- {by: yi, act: purchase, source: jia, records: {location_tracking: 60}}",
    ),
    "TH302": Example(
        "dealings:\n- {by: jia, act: sale, records: {location_tracking: 60}}",
        "dealings:\n- {by: jia, act: sale, to: yi, records: {location_tracking: 60}}",
    ),
    "TH303": Example("persons: {jia: {}}", "dealings:\n- {by: jia, act: purchase, records: {location_tracking: 60}}"),
    "TH304": Example(
        "batches: {B1: {category: location_tracking, records: 28}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, to: yi, batch: B1, records: 20}\n"
        "- {by: jia, act: sale, to: yi, batch: B1, records: 9}",
        "batches: {B1: {category: location_tracking, records: 28}}\n"
        "dealings:\n"
        "- {by: jia, act: sale, to: yi, batch: B1, records: 20}\n"
        "- {by: jia, act: sale, to: yi, batch: B1, records: 8}",
    ),
    "TH305": Example(
        "evidence: {E1: 户籍证明}\nfacts: {jia: {初犯: 是}}",
        "evidence: {E1: 户籍证明}\nfacts: {jia: {初犯: {is: yes, evidence: E1}}}",
    ),
    "TH306": Example(
        "dealings:\n- {by: jia, act: exchange, records: {location_tracking: 60}}",
        "dealings:\n- {by: jia, act: exchange, source: yi, records: {location_tracking: 60}}",
    ),
    "TH307": Example(
        "batches: {B1: {category: location_tracking}}\ndealings:\n- {by: jia, act: purchase, batch: B1}",
        "batches: {B1: {category: location_tracking, records: 60}}\ndealings:\n- {by: jia, act: purchase, batch: B1}",
    ),
    "TH308": Example(
        "batches: {B1: {category: location_tracking, records: 60}}\nfacts: {jia: {初犯: 是}}",
        "batches: {B1: {category: location_tracking, records: 60}}\ndealings:\n- {by: jia, act: purchase, batch: B1}",
    ),
    "TH309": Example(
        "judged_on: 2017-06-01\ndealings:\n- {by: jia, act: purchase, date: 2018-05-01, records: {location_tracking: 60}}",
        "judged_on: 2019-06-01\ndealings:\n- {by: jia, act: purchase, date: 2018-05-01, records: {location_tracking: 60}}",
    ),
    "TH401": Example(
        "thresholds whatif sample:insider-half --set dealings.D9.paid=3000元",
        "thresholds whatif sample:insider-half --set dealings.D1.paid=3000元",
        "command",
    ),
    "TH402": Example(
        "thresholds whatif sample:insider-half --set dealings.D1.act.sale=yes",
        "thresholds whatif sample:insider-half --set dealings.D1.act=sale",
        "command",
    ),
    "TH403": Example(
        "thresholds whatif sample:insider-half --set facts.甲.illegal_gains=",
        "thresholds whatif sample:insider-half --set dealings.D1.date=",
        "command",
    ),
    "TH404": Example(
        "thresholds whatif sample:zaozhuang-2017 --set dealings.D5.evidence.9=E2",
        "thresholds whatif sample:zaozhuang-2017 --set dealings.D5.evidence.+=E2",
        "command",
    ),
}
EXAMPLES |= {code: Example(*pair, "ruleset") for code, pair in ruleset_examples.EXAMPLES.items()}
EXAMPLES |= {code: Example(*pair, "ledger") for code, pair in ledger_examples.EXAMPLES.items()}
EXAMPLES |= {code: Example(*pair) for code, pair in authoring_examples.EXAMPLES.items()}
EXAMPLES |= {code: Example(*pair, "lawtext") for code, pair in lawtext_examples.EXAMPLES.items()}
EXAMPLES |= {code: Example(*pair, "tally") for code, pair in tally_examples.EXAMPLES.items()}
EXAMPLES |= {code: Example(*pair, "batch") for code, pair in batch_examples.EXAMPLES.items()}
EXAMPLES |= {code: Example(*pair, "export") for code, pair in export_examples.RULESETS.items()}
EXAMPLES |= {code: Example(*pair, "inputs") for code, pair in export_examples.CASES.items()}
EXAMPLES |= {code: Example(*pair, "answers") for code, pair in teaching_examples.ANSWERS.items()}
EXAMPLES |= {code: Example(*pair, "asked") for code, pair in teaching_examples.ASKED.items()}
EXAMPLES = dict(sorted(EXAMPLES.items()))
