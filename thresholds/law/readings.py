"""The readings that counting and deciding know how to follow; a ruleset declares those that its text leaves open."""

from __future__ import annotations

READINGS = (
    "gains",
    "tenfold_sum",
    "one_record_many_kinds",
    "duty_mix",
    "resale_scope",
    "lawful_business_mixing",
    "prior_exemption",
    "public_information",
    "bulk_presumption_t1_t2",
    "two_years",
)

#: Those that only a statute declares, for the text of an earlier time.
STATUTE_READINGS = ("listed_units", "numbers_for_old_offence")

#: Every reading that a case file can name, besides those that single rulesets declare for their own conditions.
KNOWN = READINGS + STATUTE_READINGS
