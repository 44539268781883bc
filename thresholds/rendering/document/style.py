"""The style of a document as a page: colours of both schemes, fonts, tables that fold, rules for print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: Colours by what they are for; every one that text is written in stands out from `paper` and `shade` (WCAG AA).
LIGHT = {
    "paper": "#ffffff",
    "shade": "#f4f3ef",
    "ink": "#1c1b1a",
    "muted": "#56524d",
    "rule": "#cbc7bf",
    "accent": "#7c2020",
    "link": "#1d4c7c",
    "bar": "#45413c",
    "track": "#e9e6df",
}
DARK = {
    "paper": "#171615",
    "shade": "#23211f",
    "ink": "#ece9e4",
    "muted": "#b5afa6",
    "rule": "#4b4742",
    "accent": "#eba49c",
    "link": "#93bfea",
    "bar": "#c4beb4",
    "track": "#35322e",
}
#: Colours that text is written in.
WRITTEN = ("ink", "muted", "accent", "link")

_RULES = """
*, *::before, *::after { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.75 var(--serif);
  overflow-wrap: anywhere; line-break: strict;
}
:lang(en) body, body:lang(en) { line-height: 1.6; }
a { color: var(--link); text-underline-offset: .2em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -10rem; background: var(--paper); padding: .5rem 1rem; }
.skip:focus { top: 1rem; z-index: 1; }
.page { max-width: 56rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1, h2, h3, h4, caption, figcaption, th, nav, .meta { font-family: var(--sans); }
h1, h2, h3, h4 { line-height: 1.4; text-wrap: pretty; }
h1 { font-size: 1.75rem; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; margin: 3.5rem 0 1rem; padding-bottom: .4rem; border-bottom: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 2.25rem 0 .75rem; }
h4 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
header { border-bottom: 1px solid var(--rule); margin-bottom: 2rem; padding-bottom: 1rem; }
p { margin: .75rem 0; }
ul, ol { margin: .75rem 0; padding-left: 1.5rem; }
li { margin: .3rem 0; }
.lead { font-size: 1.15rem; font-weight: 600; border-left: 4px solid var(--accent); padding: .25rem 0 .25rem 1rem; }
.note { color: var(--muted); font-size: .92rem; }
.warning { border: 2px solid var(--accent); color: var(--accent); padding: .5rem 1rem; }
nav { font-size: .92rem; margin-bottom: 2.5rem; }
nav h2 { font-size: 1rem; margin: 0 0 .5rem; padding: 0; border: 0; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav ol ol { padding-left: 1.25rem; }
nav li { margin: 0; padding: .125rem 0; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.table { margin: 1.25rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .9rem; line-height: 1.55; }
caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--rule); }
thead th { background: var(--shade); border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink); }
tbody th { font-weight: 500; }
tbody tr:last-child > * { border-bottom: 1px solid var(--ink); }
.right { text-align: right; font-variant-numeric: tabular-nums; }
.established > *, .open > * { font-weight: 600; }
.established > td:last-child, .open > td:last-child { font-weight: 400; }
.not_established > *, .for_the_court > * { color: var(--muted); }
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; font-size: .9rem; margin-bottom: .5rem; }
.key { color: var(--muted); font-size: .85rem; margin: .5rem 0 0; }
svg { display: block; width: 100%; height: auto; max-width: 45rem; }
svg text { font-family: var(--sans); }
.narrow { display: none; }
footer {
  border-top: 1px solid var(--rule); margin-top: 3rem; padding-top: 1rem; color: var(--muted); font-size: .85rem;
}
"""

_LADDER = """
svg text {{ fill: {ink}; }}
svg .item {{ font-weight: 600; }}
svg .small {{ fill: {muted}; }}
svg .track {{ fill: {track}; }}
svg .least, svg .arrow {{ fill: {bar}; }}
svg .hatch {{ stroke: {bar}; stroke-width: 2.5; }}
svg .most {{ stroke: {bar}; stroke-width: 1; }}
svg .mark {{ stroke: {ink}; stroke-width: 1.5; }}
svg .leader {{ stroke: {muted}; stroke-width: .75; fill: none; }}
"""

_WIDE = """
@media screen and (min-width: 76rem) {
  .page { max-width: 74rem; display: grid; grid-template-columns: 15rem minmax(0, 1fr); column-gap: 3.5rem; }
  header, footer { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 3; align-self: start; position: sticky; top: 2rem;
    max-height: calc(100vh - 4rem); overflow-y: auto; margin: 0; }
  main { grid-column: 2; min-width: 0; }
}
"""

_NARROW = """
@media screen and (max-width: 40rem) {
  .page { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.4rem; }
  h2 { font-size: 1.2rem; margin-top: 2.5rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .fold table, .fold caption, .fold tbody, .fold tr, .fold th, .fold td { display: block; width: 100%; }
  .fold colgroup, .fold thead { display: none; }
  .fold tbody tr { border: 1px solid var(--rule); border-radius: 4px; margin: 0 0 .75rem; padding: .35rem .75rem; }
  .fold th, .fold td, .fold tbody tr:last-child > * { border: 0; padding: .2rem 0; text-align: left; }
  .fold th[scope=row] { font-weight: 600; }
  .fold .blank { display: none; }
  .fold td::before { content: attr(data-label) "\\2003"; font-family: var(--sans); font-size: .85em;
    color: var(--muted); font-weight: 400; display: block; line-height: 1.3; margin-top: .15rem; }
}
"""

_PRINT = """
@media print {
  body { font-size: 10.5pt; line-height: 1.6; }
  .page { max-width: none; padding: 0; }
  .skip { display: none; }
  nav > ol { columns: 2; column-gap: 2rem; }
  nav li { break-inside: avoid; }
  h1 { font-size: 18pt; }
  h2 { font-size: 14pt; margin-top: 18pt; }
  h3 { font-size: 11.5pt; margin-top: 14pt; }
  .new-page { break-before: page; }
  .new-page > h2:first-child, .new-page > h3:first-child { margin-top: 0; }
  h1, h2, h3, h4, caption, figcaption { break-after: avoid; }
  tr, li, svg, .lead { break-inside: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  tbody tr:first-child, .key { break-before: avoid; }
  table { font-size: 9pt; line-height: 1.45; }
  th, td { padding: 3pt 4pt; }
  thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
  p, li { orphans: 2; widows: 2; }
  body > .page > footer { display: none; }
}
"""

_SERIF = {
    "zh": '"Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", STSong, SimSun, serif',
    "en": '"Source Serif 4", Georgia, "Times New Roman", "Noto Serif CJK SC", "Songti SC", SimSun, serif',
}
_SANS = {
    "zh": '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", SimHei, sans-serif',
    "en": '"Source Sans 3", "Helvetica Neue", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
}


def style(lang: str, widths: Iterable[int], footer: str, page: str) -> str:
    """The style sheet of a page.

    Args:
        lang: zh or en; decides the fonts.
        widths: the shares (in percent) of columns that occur, each made a class `w20`.
        footer: what stands at the foot of every printed page.
        page: the words around the page number, as CSS content.
    """
    fonts = f"--serif: {_SERIF[lang]}; --sans: {_SANS[lang]};"
    columns = "".join(f".w{width} {{ width: {width}%; }}\n" for width in sorted(set(widths)))
    margin = f"font: 8pt {_SANS[lang]}; color: #333333;"
    paper = f"""
@page {{
  size: A4; margin: 22mm 20mm 20mm;
  @bottom-left {{ content: {quoted(footer)}; {margin} }}
  @bottom-right {{ content: {page}; {margin} }}
}}
"""
    return (
        f":root {{ {_colours(LIGHT)} {fonts} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_colours(DARK)} }} }}\n"
        f"{_RULES}{ladder_rules(named(LIGHT))}{columns}{_WIDE}{_NARROW}{_PRINT}{paper}"
    )


def _colours(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


def ladder_rules(colours: Mapping[str, str]) -> str:
    """How the parts of a drawn ladder look, in these colours: by name the colour itself, or what stands for it."""
    return _LADDER.format(**colours)


def named(colours: Iterable[str]) -> dict[str, str]:
    """Colours by name as the custom properties that hold them."""
    return {name: f"var(--{name})" for name in colours}


def quoted(text: str) -> str:
    """Text as a CSS string; everything but letters and digits of ASCII is written by its number."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'
