"""Inputs too large to keep as files: masses of blocks, names and digits, made when they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

MANY = 1900
HEAD = """vocabulary = 1
[regime]
id = "x"
title = "xxx"
kind = "fiction"
about = "xxx"
[covers]
source = "definition"
"""
CASES = 'vocabulary = 1\nregime = "library"\n'
ACT = """label = "an act"
kind = "lawful"
family = "f"
visibility = "street"
occasions_per_year = 1
close_to = "a0"
lane = """


def extremes() -> Iterator[tuple[str, str, bytes]]:
    """(loader, what it is, input)."""
    for what, text in (*_texts(), *_crowds(), *_figures(), *_catalogues()):
        yield "regime", what, text.encode()
    for what, text in _notes():
        yield "sources", what, text.encode()
    table = "".join(f"n{k} = 0.5\n" for k in range(40_000))
    case = '[[case]]\nsays = "xxxxxxxxxxxx"\nrule = ["a", "b"]\nthen = [{ day = 1, grade = "x" }]\nsource = "s"\n'
    yield "cases", "a table of many scores", f"{CASES}[[case]]\n[case.person.score]\n{table}".encode()
    yield "cases", "many cases", (CASES + MANY * case).encode()
    groups = "".join(f'[[group]]\nid = "g{k}"\nshare = 0.0005\n' for k in range(MANY))
    yield "population", "many groups", f"vocabulary = 1\n{groups}".encode()


def _texts() -> Iterator[tuple[str, str]]:
    """What is hard on a parser, whatever it means."""
    yield "an integer of 100,000 digits", "a = " + "9" * 100_000
    yield "a hexadecimal integer of 100,000 digits", "a = 0x" + "f" * 100_000
    yield "a fraction of 100,000 digits", "a = 0." + "3" * 100_000
    yield "an exponent of many digits", "a = 1e" + "9" * 50_000
    yield "a range as an array", "a = [" + "1, " * 600_000 + "]"
    yield "arrays of arrays", "a = [" + "[], " * 24_000 + "]"
    yield "references that would grow", "\n".join(f"a{k} = [a{k - 1}, a{k - 1}]" for k in range(60))
    yield "a megabyte of text", HEAD.replace('"xxx"', '"' + "x" * 1_000_000 + '"', 1)
    yield "a long name", f'{HEAD}[[score]]\nid = "{"i" * 1_000_000}"\n'
    yield "a long word", f"{HEAD}{'w' * 1_000_000} = 1\n"
    yield "a long block", f"{HEAD}[[{'w' * 1_000_000}]]\n"
    yield "blanks for a number", f'{HEAD}[[rule]]\npoints = "{" " * 500_000}x"\n'
    yield "digits for a number", f'{HEAD}[[rule]]\npoints = "{"1" * 500_000}!"\n'
    yield "blanks for a date", f'{HEAD}[[rule]]\nfrom = "{" " * 500_000}x"\n'
    yield "quotation marks", '"' * 1_000_000
    yield "escapes", "a = " + '"""\\' * 400_000
    yield "texts that never end", "a = " + "'''\"\"\"\\" * 250_000
    yield "escaped quotation marks outside of a text", "[[score" + '\t\\"' * 60_000
    yield "escaped line ends and quotation marks", "a = " + '"\\\n\\' * 60_000
    yield "triple quotation marks that are escaped", "a = " + '"""\\""' * 60_000
    yield "brackets", "[" * 1_000_000
    yield "brackets in a text", 'a = "' + "[" * 1_000_000 + '"'
    yield "dots", ".".join("a" * 500_000)
    yield "line ends", "\n" * 2_000_000 + "x"
    yield "blanks", " " * 2_000_000 + "x"
    yield "comments", "#\n" * 1_000_000
    yield "carriage returns", "a = 1\r" * 300_000
    yield "the same word again", "a = 1\n" * 49_000
    yield "many words", _lines(49_000, lambda k: f"a{k} = 1\n")
    yield "many unknown words in a block", HEAD + "[consent]\n" + _lines(49_000, lambda k: f"a{k} = 1\n")
    yield "many quoted words", _lines(49_000, lambda k: f'"a{k}" = 1\n')


def _crowds() -> Iterator[tuple[str, str]]:
    """Masses of blocks that the checks compare with each other."""
    half, quarter = MANY // 2, MANY // 4
    scores = [block("score", f"n{k}", "start = 0") for k in range(half)]
    rules = [block("rule", f"r{k}", 'on = "jaywalk"') for k in range(half)]
    lists = [block("list", f"n{k}", 'kind = "bad"') for k in range(half)]
    points, cap = "points = -1\n", 'no_better_than = "g"\nfor_days = 3\n'
    yield "many scores, and rules that do not say which", _law(*scores, *(rule + points for rule in rules))
    yield "many scores and caps", _law(*scores, *(rule + cap for rule in rules))
    grades = [block("grade", "g", f'score = "n{k}"') for k in range(quarter)]
    yield "many scores, grades and caps", _law(*scores[:quarter], *grades, *(rule + cap for rule in rules[:quarter]))
    yield (
        "many rules for one act, each to another list",
        _law(*lists, *(f'{rule}puts_on = "n{k}"\n' for k, rule in enumerate(rules))),
    )
    yield "rules that name all others", _law(*(f"{rule}{points}together_with = {names(40, 'r')}\n" for rule in rules))
    yield "unknown names", _law(*(f"{rule}vague_about = {names(20)}\n" for rule in rules))
    yield "one rule with a mass of names", _law(rules[0], f"vague_about = {names(45_000)}\n")
    yield "one rule with a mass of numbers for names", _law(rules[0], f"vague_about = {[1] * 45_000}\n")
    yield "many channels", _law(*(block("channel", f"c{k}", 'by = "camera"\ncovers = "jaywalk"') for k in range(MANY)))
    yield (
        "a channel of many acts",
        _law(block("channel", "c", f'by = "camera"\ncovers = "jaywalk"\npads_with = {names(45_000)}')),
    )
    desks = (block("desk", f"d{k}", f'kind = "appeal"\nabout = {names(30, "r")}') for k in range(900))
    yield "many desks about many rules", _law(*rules[:900], *desks)
    yield (
        "many feeds",
        _law(*(block("feed", f"f{k}", 'regime = "rongcheng"\nstanding = { on_list = "x" }') for k in range(MANY))),
    )
    entry = rules[0] + 'puts_on = "x"\n'
    yield "many long names", _law(*(block("list", "l" * 900 + str(k), 'kind = "bad"') for k in range(MANY)), entry)
    yield "few long names", _law(*(block("list", "l" * 100_000 + str(k), 'kind = "bad"') for k in range(9)), entry)
    tests = 'when = { grade_at_least = "x", role = ["a", "b"] }'
    yield "many conditions", _law(*(block("consequence", f"c{k}", tests) for k in range(MANY)))
    dated = (f"{rule}{points}from = {1000 + k}-01-01\nuntil = {1001 + k}-01-01\n" for k, rule in enumerate(rules))
    yield "rules one after the other", _law(scores[0], *dated)


def _figures() -> Iterator[tuple[str, str]]:
    """Masses of lines, marks and parts inside one block."""
    score, rule = block("score", "n0", "start = 0"), block("rule", "r", 'on = "jaywalk"')

    def grades(n: int, threshold: Callable[[int], str]) -> Iterator[str]:
        return (block("grade", f"g{k}", f'score = "n0"\nat_least = {threshold(k)}') for k in range(n))

    yield "many grades of one score", _law(score, *grades(MANY, lambda k: str(MANY - k)))
    for what, n, most, step in (("many dated grades", 400, 20, -20), ("a few grades of many dates", 30, 240, 30)):
        yield (
            what,
            _law(
                score, *grades(n, lambda k, most=most, step=step: _lines_by_date(most, lambda j: 9000 - step * j - k))
            ),
        )
    yield "a figure of many dates", _law(rule, f"points = {_lines_by_date(9_000, lambda k: 1000 + k)}\n")
    yield (
        "a figure of many dates, the latest first",
        _law(rule, f"points = {_lines_by_date(8_000, lambda k: 9999 - k)}\n"),
    )
    table = "{ " + ", ".join(f"a{k} = 0.1" for k in range(20_000)) + " }"
    yield "a score made of many", _law(block("score", "s", f"made_of = {table}"))
    yield "marks on many words", _law(rule, f"assumed = {table}\n")


def _catalogues() -> Iterator[tuple[str, str]]:
    """Masses of acts, and of channels that look at all of them."""
    watch = 'by = "camera"\ncovers_families = "f"\nmisreads_probability = 0.1'
    channels = "".join(block("channel", f"c{k}", watch) for k in range(MANY))
    acts = "".join(block("act", f"a{k}", f"{ACT}{40_000 + k}") for k in range(MANY))
    crowded = "".join(block("act", f"a{k}", f"{ACT}1") for k in range(MANY))
    yield "many acts and many channels", f"=== regime.toml\n{HEAD}{channels}=== acts.toml\nvocabulary = 1\n{acts}"
    yield "many acts on one lane", f"=== regime.toml\n{HEAD}=== acts.toml\nvocabulary = 1\n{crowded}"


def _notes() -> Iterator[tuple[str, str]]:
    """What is hard on the reader of SOURCES.md."""
    yield "rows that never end", "|a" * 500_000
    yield "blanks after a bar", "| a" + " " * 500_000 + "\n"
    yield "bars and line ends", "|\n" * 500_000
    yield "open rows", "| a \n" * 200_000
    yield "many keys", _lines(100_000, lambda k: f"| K{k} | x |\n")
    yield "more than anybody writes", "x" * 10_000_000


def block(kind: str, name: str, more: str) -> str:
    """One block of a rulebook."""
    return f'[[{kind}]]\nid = "{name}"\nsource = "definition"\n{more}\n'


def names(n: int, start: str = "a") -> str:
    """A list of so many names."""
    return "[" + ", ".join(f'"{start}{k}"' for k in range(n)) + "]"


def _law(*blocks: str) -> str:
    return HEAD + "".join(blocks)


def _lines(n: int, line: Callable[[int], str]) -> str:
    return "".join(line(k) for k in range(n))


def _lines_by_date(n: int, year: Callable[[int], int]) -> str:
    rows: Iterable[str] = (f"{{ from = {year(k)}-01-01, is = {k} }}" for k in range(n))
    return f"[{', '.join(rows)}, {{ is = {n} }}]"
