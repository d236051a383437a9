"""The same as ``word_edits`` for the words of firms, in a small world of its own: the smallest edit that must change a life."""

from __future__ import annotations

FIRMS = """[[firm]]
id = "trader"
label = "a firm that trades"
per_1000_persons = 300
same_owner_share = 0.5
mean_years = 2
source = "assumption"
"""
"""Takes the place of the firms of the shipped town."""

# a rule that lands has one tie among firms; that it lands is seen where it lands on nobody
# word -> (file, block, old text, new text); an empty old text adds a line
FIRM_EDITS: dict[str, tuple[str, str, str, str]] = {
    "covers.unit": ("guild/regime.toml", "covers", '["person", "firm"]', '"person"'),
    "act.by": ("guild/acts.toml", "act miss-meeting", '"person"', '"firm"'),
    "service.by": ("guild/services.toml", "service feast", '"person"', '"firm"'),
    "grade.when": ("traders/regime.toml", "grade good", "covered_at_least_days = 200", "covered_at_least_days = 900"),
    "grade.unless": ("traders/regime.toml", "grade new", "covered_at_most_days = 40", "covered_at_most_days = 600"),
    "condition.covered_at_least_days": ("traders/regime.toml", "grade good", "= 200", "= 500"),
    "condition.covered_at_most_days": ("traders/regime.toml", "rule sisters", "= 3000", "= 300"),
    "rule.lands_on": (
        "traders/regime.toml",
        "rule sisters",
        'lands_on = "sister-firms"',
        'lands_on = "sister-firms"\nunless = { role = "trader" }',
    ),
    "rule.reaches_share": ("traders/regime.toml", "rule sisters", "0.8", "0.1"),
    "rule.reaches_after_days": ("traders/regime.toml", "rule sisters", "= 5", "= 90"),
    "feed.lands_on": ("guild/regime.toml", "feed bad-firm", '\nlands_on = "owners"', ""),
    "firm.per_1000_persons": ("town.toml", "firm trader", "300", "310"),
    "firm.same_owner_share": ("town.toml", "firm trader", "0.5", "0.1"),
    "firm.mean_years": ("town.toml", "firm trader", "mean_years = 2", "mean_years = 9"),
}
