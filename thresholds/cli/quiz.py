"""`thresholds quiz`: cases on and around the lines; the learner names tier and deciding items, the engine marks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option, output_option, ruleset_option
from thresholds.rendering import FORMATS
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.cli.show import Result
    from thresholds.teaching.sheet import Paper

#: The levels by number and by name, in the order of their difficulty.
_LEVELS = ("1", "2", "3", "4", "lines", "multiples", "counting", "disputed", "界线", "倍数", "计数", "口径")
_NUMBER = 4
_MOST = 500
_ENDINGS = {known.ending: name for name, known in FORMATS.items()}


@click.command("quiz")
@ruleset_option
@click.option("--level", type=click.Choice(_LEVELS), default="1", show_default=True, help="难度 how hard")
@click.option(
    "--questions",
    "number",
    type=click.IntRange(1, _MOST),
    default=10,
    show_default=True,
    help="几题 how many questions",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="种子，同一种子出同样的题 the same seed, the same quiz"
)
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="PATH",
    help="用现成的案卷、文件夹、测试集或者 sample:NAME 出题 ask about cases, folders, suites or samples",
)
@click.option("--answers", metavar="FILE", help="批改写在文件里的答案 mark answers written in a file")
@click.option("--print", "blank", is_flag=True, help="只出题：练习题 a worksheet, without answers")
@click.option("--key", is_flag=True, help="只出答案 the answer sheet")
@lang_option
@output_option
def command(
    ruleset: str | None,
    level: str,
    number: int,
    seed: int,
    sources: tuple[str, ...],
    answers: str | None,
    blank: bool,
    key: bool,
    lang: str,
    output: str | None,
) -> int:
    """练习：界线两边的案件，你定档次、说出起作用的项，由规则集批改、说明。A quiz on and around the lines.

    \b
    1 界线 lines        差一、恰好、多一，一个事实
    2 倍数 multiples    按比例合计、一半、几倍
    3 计数 counting     上下限、不明、重复、几个买家、年限
    4 口径 disputed     口径、合法经营、买后转卖、从宽

    数字都取自规则集。在管道里从标准输入逐行读答案；--output 按结尾写成 .json、.md、.html、.docx、.txt。
    Ctrl-C 随时结束，给出到此为止的成绩。
    """
    from thresholds.cli.quiz_sources import paper_of

    if blank + key + (answers is not None) > 1:
        raise click.UsageError(phrase("quiz.print-or-answers", lang))
    format_ = _format(output, lang)
    paper = paper_of(ruleset, _LEVELS.index(level) % _NUMBER + 1, number, seed, sources)
    if blank or key:
        _write(_sheet(paper, lang, answered=key), format_, lang, output)
    elif answers is not None:
        _write(_marked(paper, answers, lang), format_, lang, output)
    else:
        _asked(paper, format_, lang, output)
    return 0


def _format(output: str | None, lang: str) -> str:
    """The format that the ending of a file asks for.

    Raises:
        click.UsageError: there is no such format.
    """
    if output is None:
        return "text"
    found = _ENDINGS.get(Path(output).suffix.lower())
    if found is None:
        endings = phrase("list-separator", lang).join(_ENDINGS)
        raise click.UsageError(phrase("quiz.output.kind", lang).format(path=output, endings=endings))
    return found


def _write(result: Result, format_: str, lang: str, output: str | None) -> None:
    from thresholds.cli.show import show

    show(result, format_, lang, output)


def _sheet(paper: Paper, lang: str, *, answered: bool) -> Result:
    from thresholds.cli.show import Result
    from thresholds.teaching.sheet import answer_sheet, paper_dict, worksheet

    return Result(
        lambda: paper_dict(paper, lang, answers=answered),
        lambda lang: answer_sheet(paper, lang) if answered else worksheet(paper, lang),
    )


def _marked(paper: Paper, answers: str, lang: str) -> Result:
    """Answers out of a file, marked.

    Raises:
        SourceErrors: the file cannot be read, or lines of it are no answers (TH730-TH733).
    """
    from thresholds.cli.quiz_talk import result_of
    from thresholds.source.yaml import read_text
    from thresholds.teaching.answers import read_answers
    from thresholds.teaching.marking import mark

    found = read_answers(read_text(Path(answers)), answers, paper.exercises, lang)
    return result_of(paper, [mark(*pair) for pair in zip(paper.exercises, found, strict=True)], lang)


def _asked(paper: Paper, format_: str, lang: str, output: str | None) -> None:
    from thresholds.cli.quiz_talk import Talk, result_of

    talk = Talk(lang)
    marked = talk.questions(paper)
    if output is not None and marked:
        _write(result_of(paper, marked, lang), format_, lang, output)
        talk.say("quiz.written", path=output)
