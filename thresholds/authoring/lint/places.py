"""Where the entries of a ruleset stand in its file, so that what is said of one points at its line."""

from __future__ import annotations

from thresholds.source.node import Node


class Places:
    """The nodes of a ruleset's file by section and id; whatever is not there stands where the next larger part does."""

    def __init__(self, root: Node) -> None:
        self.root = root

    def entry(self, section: str, identifier: str) -> Node:
        """An entry of a list at the top: a grade, a conduct, a fact, a reading, a parameter, an offence."""
        listed = self.root.get(section)
        return _named(listed, identifier) or listed or self.root

    def provision(self, identifier: str) -> Node:
        """A provision, or an item of one."""
        listed = self.root.get("provisions")
        found = _named(listed, identifier)
        if found is not None:
            return found
        for provision in (listed.items or ()) if listed is not None else ():
            found = _named(provision.get("any_of"), identifier)
            if found is not None:
                return found
        return self.root

    def value(self, *keys: str) -> Node:
        """The value under a key at the top, and so on downwards."""
        return below(self.root, *keys)


def below(node: Node, *keys: str) -> Node:
    """The value under a key, and so on downwards, as far as there are such keys."""
    for key in keys:
        inner = node.get(key)
        if inner is None:
            break
        node = inner
    return node


def _named(listed: Node | None, identifier: str) -> Node | None:
    for entry in (listed.items or ()) if listed is not None else ():
        named = entry.get("id")
        if named is not None and named.text == identifier:
            return entry
    return None
