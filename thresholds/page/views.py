"""The pages and their parts, as text: values go into templates, and nothing into them unescaped that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from thresholds import __version__
from thresholds.page.addresses import query_of
from thresholds.page.compare import compared
from thresholds.page.export import KINDS
from thresholds.page.fields import fields_of
from thresholds.page.rulesets import known_ruleset, titled
from thresholds.page.scene import flips_of, flips_of_person, persons_of, scene_of, scene_of_person
from thresholds.page.state import LONGEST, State
from thresholds.rendering.document.style import DARK, LIGHT, ladder_rules, named
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.page.opened import Opened
    from thresholds.report.model import Report

#: Colours of the tiers and of what is met, beside those of documents; all stand out from the paper (WCAG AA).
_TIERS = {
    "light": {"below": "#1d5c34", "open": "#7a4b00", "met": "#9a1b1b", "court": "#1d4c7c"},
    "dark": {"below": "#8fd3a6", "open": "#f0bd6a", "met": "#f39a92", "court": "#93bfea"},
}


class Views:
    """Every view of the page, made from its templates once."""

    def __init__(self) -> None:
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    # -- the page on which facts are moved ---------------------------------------------------------------

    def whole(self, state: State) -> str:
        """The whole page.

        Raises:
            NotFoundError: there is no such ruleset.
        """
        ruleset = known_ruleset(state.ruleset)
        fields = fields_of(ruleset, state.lang)
        groups = [(name, list(some)) for name, some in groupby(fields, key=lambda field: field.group.value)]
        shown = {field.key for field in fields if field.key in state.values}
        values = self._result(state, ruleset)
        return self.page("page.html", state, groups=groups, set_keys=shown, rulesets=titled(state.lang), **values)

    def result(self, state: State) -> str:
        """The part that changes with every move.

        Raises:
            NotFoundError: there is no such ruleset.
        """
        values = self._result(state, known_ruleset(state.ruleset)) | {"fragment": True}
        return self.page("result.html", state, **values)

    def flips(self, state: State, whole: bool = False) -> str:
        """What would flip the tier; it takes longer, and comes after the rest. `whole` is a page of its own.

        Raises:
            NotFoundError: there is no such ruleset.
        """
        found = flips_of(state, known_ruleset(state.ruleset))
        template, root = ("near.html", "../") if whole else ("flips.html", "")
        return self.page(template, state, root=root, flips=found)

    def _result(self, state: State, ruleset: Ruleset) -> dict[str, Any]:
        scene, pinned = scene_of(state, ruleset), state.pinned
        before = scene_of(pinned, known_ruleset(pinned.ruleset)) if pinned is not None else None
        alike = pinned is not None and pinned.ruleset == state.ruleset
        return {
            "ruleset": ruleset,
            "scene": scene,
            "before": before,
            "compared": compared(before, scene) if before is not None and alike else (),
            "wrong": {one.field: one.text for one in scene.errors if one.field},
            "kinds": tuple(KINDS),
            "fragment": False,
            "opened": False,
        }

    # -- a case file, person by person -------------------------------------------------------------------

    def person(self, state: State, file: Opened, report: Report, number: int, home: State) -> str:
        """One person of a case file; `home` are the facts that were moved before it was opened."""
        person = report.persons[number]
        return self.page(
            "person.html",
            state,
            root="../",
            home=home,
            back=home.query,
            file=file,
            report=report,
            ruleset=report.ruleset,
            number=number,
            scene=scene_of_person(person, state.lang),
            flips=flips_of_person(person, state.lang),
            persons=persons_of(report, state.lang),
            kinds=tuple(KINDS),
            opened=True,
        )

    # -- what is wrong -----------------------------------------------------------------------------------

    def wrong(self, state: State, errors: Sequence[str], root: str = "../", home: State | None = None) -> str:
        """A page that says what is wrong; from it leads a way back to the facts of `home`."""
        return self.page("wrong.html", state, errors=errors, root=root, home=home)

    def gone(self, state: State) -> str:
        """A case file that is not sent again; the browser itself may have it still."""
        return self.page("gone.html", state, errors=[phrase("page.open.gone", state.lang)], root="../")

    def too_long(self, state: State, length: int) -> list[str]:
        """TH720: the address is too long."""
        said = phrase("TH720", state.lang).format(value=length, limit=LONGEST)
        return [f"TH720 {said}", phrase("TH720.hint", state.lang)]

    def no_export(self, state: State, kind: str, kinds: Iterable[str] = KINDS) -> str:
        """There is no such kind of file among those that there are."""
        return phrase("no-format", state.lang).format(value=kind, allowed=_listed(state.lang, kinds))

    def no_file(self, state: State) -> str:
        """Nothing was sent."""
        return phrase("page.open.none", state.lang)

    # -- parts -------------------------------------------------------------------------------------------

    @cached_property
    def colours(self) -> str:
        """The colours as a style sheet, by the system or as chosen on the page, and the ladder drawn in them."""
        light, dark = _colours(LIGHT | _TIERS["light"]), _colours(DARK | _TIERS["dark"])
        return (
            f":root {{ color-scheme: light; {light} }}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {dark} }} }}\n"
            f":root[data-theme=light] {{ color-scheme: light; {light} }}\n"
            f"@media screen {{ :root[data-theme=dark] {{ color-scheme: dark; {dark} }} }}\n"
            f"{ladder_rules(named(LIGHT))}"
        )

    def page(
        self,
        template: str,
        state: State,
        *,
        root: str = "",
        home: State | None = None,
        address: Callable[[State], str] | None = None,
        **values: object,
    ) -> str:
        """A template filled; addresses in it begin with `root`.

        `home` is the state in which facts are moved on, from which the page was come to; `address` is where the page
        itself is shown in another way, unless that is where facts are moved.
        """
        address = address or partial(_address, root)
        return self._templates.get_template(template).render(
            state=state,
            say=partial(_say, state.lang),
            root=root,
            to=partial(_to, state, address),
            home=_address(root, _shown_as(state, home or State())),
            display=partial(_display, state),
            having=partial(_having, state, root),
            pairs=query_of,
            safe=Markup,
            version=__version__,
            **values,
        )


def _say(lang: str, key: str, **fields: object) -> str:
    return phrase(key, lang).format(**fields)


def _listed(lang: str, names: Iterable[str]) -> str:
    return phrase("list-separator", lang).join(names)


def _address(root: str, state: State) -> str:
    """Where facts are moved, with those of a state."""
    return f"{root or './'}?{state.query}" if state.query else root or "./"


def _to(state: State, address: Callable[[State], str], **fields: Any) -> str:
    """The address of the state with these of its parts otherwise."""
    return address(state._replace(**fields))


def _shown_as(state: State, other: State) -> State:
    """Another state, shown in the same way."""
    return other._replace(lang=state.lang, theme=state.theme, present=state.present)


def _display(state: State, place: str) -> str:
    """The address of another page, shown in the same way."""
    query = _shown_as(state, State()).query
    return f"{place}?{query}" if query else place


def _having(state: State, root: str, changes: tuple[tuple[str, str], ...]) -> str:
    """The address of the state with these facts otherwise."""
    return _address(root, state.having(dict(changes)))


def _colours(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())
