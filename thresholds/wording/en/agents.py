"""English wording: tools for agents, published schemas, and what other packages add."""

PHRASES: dict[str, str] = {
    "agents.instructions": (
        "Scores case files by the sentencing thresholds of Chinese judicial interpretations. Write a case (YAML or JSON) and give it "
        "to evaluate: grades come between two bounds, and every item with its quantity, standard, score and shortfall. A fact that the "
        "file does not mention is not held against anyone and comes back among the questions: never invent facts, leave out what the "
        "material does not say, write unknown for what it leaves unclear, and numbers as the material has them (6万多条, 350余万条). "
        "Keys and values may be English or Chinese: look them up with glossary, rulesets and readings with rulesets, items of the law "
        "with item, codes of errors with code. The shortest case: "
        "{{schema: thresholds/case/1, id: x, persons: {{a: {{name: A}}}}, dealings: "
        "[{{by: a, act: sale, records: {{location_tracking: 50}}, paid: 3000}}], facts: {{a: {{prior_criminal_punishment: no}}}}}}. "
        "Results speak of the facts stated alone; they are no judgment and no proposal of a sentence."
    ),
    "agents.no-tool": "there is no tool '{value}'. Known: {allowed}",
    "agents.evaluate.title": "Score a case",
    "agents.evaluate": (
        "Scores a case: the grade of each person (two bounds), the items that matter with quantity, standard, score and shortfall, the "
        "records counted, the readings that would change the grade, and what is still to be found out. Items that count nothing "
        "(rest) and those left to the court (for_the_court) are named by their ids alone. full adds the whole report, which is long and seldom needed. Where the case has errors, all of "
        "them come at once, each with its code, its place and what to do."
    ),
    "agents.questions.title": "What is still to be found out",
    "agents.questions": "Facts that could change the grade, those with the most effect first: what is asked, where in the case the answer is written (fact is a path for whatif), and what each answer would make.",
    "agents.margins.title": "What would change the tier",
    "agents.margins": "The least that reaches a tier and the least that falls below one; each with edits that whatif takes.",
    "agents.whatif.title": "What if",
    "agents.whatif": "Changes a case in one or several places together and compares: how the grade and the items differ, and which of the edits make the difference.",
    "agents.item.title": "Look up an item",
    "agents.item": "One item of a ruleset: its words in short, what the machine does, its number, its categories, its grade.",
    "agents.glossary.title": "Look up a term",
    "agents.glossary": "A term in both languages with its citation and a note: keys of case files, categories, acts, grades, facts, and what rulesets name themselves.",
    "agents.rulesets.title": "Rulesets",
    "agents.rulesets": "Which rulesets there are, since when, and for which offences; of one given by its id also its grades, items, readings and own facts.",
    "agents.code.title": "Look up a code",
    "agents.code": "What a diagnostic (TH205 and the like) means, what to do, and an example wrong and right.",
    "agents.edit": "edit {number}",
    "agents.argument.case.is": "the case: YAML or JSON text, or an object with the same keys. Errors in text have line and column",
    "agents.argument.ruleset.is": "id of a ruleset such as fashi-2017-10; by default what the case names or its dates choose. Ids alone, no paths",
    "agents.argument.readings.is": 'readings, such as {{"gains": "net"}}; rulesets lists them',
    "agents.argument.person.is": "one person alone, by the id in the case",
    "agents.argument.lang.is": "language of the answer: zh or en",
    "agents.argument.full.is": "add the whole report (tens to hundreds of KB)",
    "agents.argument.grade.is": "both sides of this tier alone, such as especially_serious; by default the tiers next to the present one",
    "agents.argument.edits.is": "edits, PATH=VALUE each, such as facts.a.illegal_gains=4000; nothing after the equals sign takes a value out, dealings.+={{…}} adds a dealing",
    "agents.argument.item.is": "the item: art5.1.3, fashi-2017-10/art5.1.3, or 第五条第一款第（三）项",
    "agents.argument.term.is": "the term, in English or Chinese",
    "agents.argument.code.is": "the code, such as TH205",
    "agents.argument.missing": "it is required and not given",
    "agents.argument.unknown": "this tool has no such argument",
    "agents.argument.kind": "it is not of the kind that is asked for",
    "code.where.TH74": "tools for agents, and what other packages add (exit code 1; 2 where a library is missing or another package is at fault)",
    "TH740": "argument '{value}': {problem:en}",
    "TH740.hint": "see the inputSchema of the tool",
    "TH741": "the case is too long: {value} characters, at most {most} at a time",
    "TH741.hint": "large cases are for thresholds check, tables of cases for thresholds batch",
    "TH742": "'{value}' of the package '{package}' cannot be used: {problem:en}",
    "TH742.hint": "upgrade the package or remove it; docs/embedding.md says what it should provide",
    "TH743": "'{value}' of the package '{package}' has the name of {other:en}, and is not used",
    "TH743.hint": "what is built in stays as it is; of two packages with one name remove one",
    "TH744": "the library of the Model Context Protocol is not installed",
    "TH744.hint": "run pip install 'thresholds[mcp]'",
    "TH745": "rulesets are named by their ids here, not by paths: '{value}'",
    "TH745.hint": "put rulesets of your own into a folder, set THRESHOLDS_RULESETS to it before the start, and write the id",
    "TH746": "this is a path; what is asked for is the case itself",
    "TH746.hint": "read the file and put what it says into case: no files are read here",
    "TH747": "not done within {seconds} seconds, and ended",
    "TH747.hint": "Split the case, name one person, or use thresholds check",
    "TH748": "too many calls are waiting; this one was not begun",
    "TH748.hint": "Call again when those before are answered",
    "plugin.separator": "; ",
    "plugin.built-in": "what is built in",
    "plugin.of": "that of '{package}'",
    "plugin.not-imported": "importing it failed ({error})",
    "plugin.not-a-renderer": "it has no write(document), and cannot be called with a report",
    "plugin.not-text": "what it writes is neither text nor bytes",
    "plugin.not-a-folder": "it is no folder of rulesets",
    "plugin.no-ruleset": "its folder has no ID/ruleset.yaml",
    "plugin.failed": "writing failed ({error})",
    "no-ruleset-besides": "there is no ruleset '{value}'. Known: {allowed}. Of other packages these cannot be used: {faults:en}",
    "no-format-besides": "there is no format '{value}'. Known: {allowed}. Of other packages these cannot be used: {faults:en}",
    "rulesets.of": "{id} ({package})",
    "no-schema": "there is no schema '{value}'. Known: {allowed}",
    "schema.case": "case files",
    "schema.suite": "suites of tests",
    "schema.report": "reports: check --format json",
    "schema.questions": "what is still to be found out: questions --format json",
    "schema.margins": "margins: margins --format json",
    "schema.comparison": "comparisons: whatif, compare --format json",
    "schema.batch": "tables of cases, the totals: batch --format json",
    "schema.tally": "seized data counted: tally --format json",
}
