"""Does every story come out as it must, does it fail without the rule that decides, and does a bad file say why?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from glasshouse.engine import stories
from glasshouse.engine.stories import play_story
from glasshouse.engine.story_weave import weave
from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.regime.story_shelf import load_story, story_file, story_ids

IDS = story_ids()
TOLD_OF = {
    "the debtor who would not settle", "the apology dated on the first of april", "the journalist whose payment was not counted",
    "the child refused a school place", "the good customer at 752", "the man who carried a drunk home", "the farmer who swore",
    "the jaywalker on the screen", "the face on the bus", "the partner left with the other's debt", "the fighter who took the slow train",
    "the games collector", "the depositors whose codes turned red", "the buyer of diapers", "the buyer of a blank notebook",
}  # fmt: skip


def test_the_stories_are_those_that_were_asked_for() -> None:
    assert {load_story(name).story.title.lower() for name in IDS} >= TOLD_OF
    assert all(load_story(name).story.id == name for name in IDS)


@pytest.mark.parametrize("name", IDS)
def test_what_must_come_of_a_story_comes_of_it(name: str) -> None:
    told = play_story(name)
    assert [f"{check.date} {check.says} {check.why}" for check in told.checks if not check.passed] == []
    assert len(told.checks) == len(told.story.then)
    dates = [entry.day for entry in told.life]
    assert dates == sorted(dates)
    assert len(told.twin) > 1, "the twin lives the same days"


DECISIVE = {
    "debtor": ("court-list", "rule", "able-but-refuses"),
    "apology": ("court-list-2013", "rule", "apology-not-accepted"),
    "school": ("court-list", "consequence", "no-private-school"),
    "fighter": ("court-list", "consequence", "no-flights"),
    "good-customer": ("sesame", "consequence", "car-hire-deposit"),
    "drunk-home": ("rongcheng", "rule", "kindness"),
    "farmer": ("rongcheng", "rule", "petty-conduct"),
    "games-collector": ("national-score", "rule", "games"),
    "depositors": ("health-code", "misuse", "depositors-turned-red"),
    "diapers": ("national-score", "rule", "diapers"),
    "notebook": ("thoughtcrime-2084", "rule", "bought-a-notebook"),
}


@pytest.mark.parametrize("name", DECISIVE)
def test_without_the_rule_that_decides_a_story_fails(name: str, tmp_path: Path) -> None:
    regime, kind, clause = DECISIVE[name]
    folder = copy_of(regime, tmp_path)
    law = folder / "regime.toml"
    blocks = re.split(r"^(?=\[)", law.read_text("utf-8"), flags=re.MULTILINE)
    kept = [block for block in blocks if not block.startswith(f'[[{kind}]]\nid = "{clause}"\n')]
    assert len(kept) == len(blocks) - 1
    law.write_text("".join(kept), "utf-8")
    told = play_story(name, str(folder))
    assert not told.passed
    assert all(check.passed for check in told.checks if check.twin), "the life without the regime is the same"


def test_where_no_removal_is_lost_the_payment_counts(tmp_path: Path) -> None:
    folder = copy_of("court-list-2013", tmp_path)
    law = folder / "regime.toml"
    text = law.read_text("utf-8")
    assert text.count("removal_lost_share = 0.02") == 1
    law.write_text(text.replace("removal_lost_share = 0.02", "removal_lost_share = 0"), "utf-8")
    missed = [check.says for check in play_story("journalist", str(folder)).checks if not check.passed]
    assert "The payment is never entered: weeks later the journalist is listed as before." in missed


def copy_of(regime: str, tmp_path: Path) -> Path:
    """A copy of a shipped regime, without its cases."""
    from glasshouse.rulebook.read import DATA

    folder = Path(shutil.copytree(DATA / "regimes" / regime, tmp_path / regime))
    (folder / "cases.toml").unlink()
    return folder


# ---- what a story may say ---------------------------------------------------------------------------------------------
PROPER = {
    "April",
    "August",
    "A",
    "AA",
    "AAA",
    "B",
    "C",
    "D",
    "I",
    "Japan",
    "June",
    "May",
    "Monday",
    "November",
    "Shenzhen",
    "Singapore",
}
"""Words with a capital letter that stand inside a sentence of a story, apart from titles and addresses of sources."""


@pytest.mark.parametrize("name", IDS)
def test_a_story_names_nobody(name: str) -> None:
    """Inside its sentences no word is a name; the source of an event is where its names may be looked up."""
    story = load_story(name)
    head = story.story
    lines = [
        head.about,
        head.title,
        *head.not_said,
        *(scene.says or "" for scene in story.scene),
        *(then.says for then in story.then),
    ]
    for line in lines:
        for sentence in re.split(r"(?<=[.:;?!])\s+", line):
            inside = (
                re.findall(r"\b[A-Z][A-Za-z]*", sentence)[1:]
                if sentence[:1].isupper()
                else re.findall(r"\b[A-Z]\w*", sentence)
            )
            assert set(inside) <= PROPER, (line, set(inside) - PROPER)
    assert all(word == word.lower() for word in head.cast)


def test_every_story_rests_on_a_source_with_an_address() -> None:
    for name in IDS:
        story = load_story(name)
        keys = {source.key for source in story.source}
        assert set(story.story.modelled_on) <= keys
        assert all(
            source.address.startswith("http") or source.address == "no lasting address" for source in story.source
        )


# ---- the household alone is scripted -----------------------------------------------------------------------------------
def test_everybody_else_lives_as_drawn() -> None:
    """The scripted household changes nobody's life where nothing ties people together: the others are those of a run."""
    import numpy as np

    from glasshouse.engine.city import live_season, make_city, new_table
    from glasshouse.engine.story_world import make_story_plan

    story = load_story("farmer")
    played = stories._Played(story, "none", "rongcheng", None)
    plan = make_story_plan(story.story, "none", "rongcheng")
    city = make_city(plan, 0, 1)
    city.traits = played.stage.traits
    table, batches = new_table(plan, len(city.sizes)), [plan.new_batch()]
    while city.season < plan.n_seasons:
        assert live_season(city, table, batches, None, lambda: False) == 0
    others = np.arange(city.n) != played.home
    assert (city.people.tally[others] == played.stage.city.people.tally[others]).all()
    assert city.people.tally[others].sum() > 1000


def test_what_is_owed_stays_owed_until_a_scene_pays_it() -> None:
    """Nothing is settled from the household's own means: it would be, after some months, in a life that is drawn."""
    from glasshouse.engine.order import NEVER

    played = short("school", years=0.25)
    people, index = played.stage.city.people, played.stage.plan.index
    owed = people.days[played.home, played.stage.plan.compiled.at.matters + index.matters.index("court-judgment")]
    assert owed == NEVER


def test_nobody_of_the_household_goes_to_a_desk_of_one_s_own_accord() -> None:
    """The lawyer is told of the listing by a refusal, and whoever is told would offer an apology; the script has one."""
    from glasshouse.engine import log as logs

    played = short("apology", years=1)
    assert len(played.stage.events(logs.NOTICED, played.home)) == 1
    assert len(played.stage.events(logs.APPLIED, played.home)) == 1


def short(name: str, years: float) -> stories._Played:
    """The beginning of a story, as far as its script goes."""
    story = load_story(name)
    head = story.story.model_copy(update={"years": years, "persons": 120})
    end = round(years * 365)
    scenes = tuple(scene for scene in story.scene if head.day(scene.on) < end)
    return stories._Played(story.model_copy(update={"story": head, "scene": scenes, "then": ()}), head.regime, "", None)


# ---- bad files -----------------------------------------------------------------------------------------------------------
BAD = {
    "unknown word": ('cast = "the owner"', 'cast = "the owner"\ncolour = "red"', "story: unknown word 'colour'"),
    "unknown act": ('does = "lose-debt-case"', 'does = "loose-debt-case"', "there is no act 'loose-debt-case'; did you mean"),
    "unknown list": ('not_on_list = "defaulters"', 'not_on_list = "defaulter"', "there is no list or feed 'defaulter'; did you mean"),
    "outside its time": ("on = 2017-06-12", "on = 2016-06-12", "must be from 2017-05-01 to 2021-04-29, the story's own time"),
    "goes on too long": ("wants = \"fast-train\"", "wants = \"fast-train\"\ntimes = 100\nevery_days = 30", "got 2017-08-20, 100 times, every 30 days"),
    "a year of nobody": ("start = 2017-05-01", "start = 9999-05-01", "a story begins between the years 1900 and 2200; got 9999"),
    "unknown source": ('modelled_on = "S0"', 'modelled_on = "S9"', "there is no source 'S9'"),
    "cast too small": ('cast = "the owner"', 'cast = ["the owner", "the child"]', "must name everybody of the household, here 1; got 2"),
    "nobody": ('says = "A customer waits in another city."', 'says = "A customer waits in another city."\nwho = 3', "nobody of the cast has the number 3"),
    "unknown regime": ('regime = "court-list"', 'regime = "court-lists"', "there is no regime 'court-lists'; did you mean court-list"),
    "twin under a law": ("twin = true", 'twin = true\non_list = "defaulters"', "the twin lives without the regime, so 'on_list' says nothing"),
    "score of one's own": ("age = 45", "age = 45\nscore = { city = 3 }", "person: unknown word 'score'"),
    "nothing tested": ('on_list = "defaulters"\nowes = "court-judgment"', "", "a 'then' must test something"),
    "unknown role": ('role = "company-head"', 'role = "company-hat"', "there is no role 'company-hat'; did you mean 'company-head'"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BAD)
def test_a_mistake_in_a_story_is_told_with_its_line(mistake: str, tmp_path: Path) -> None:
    good, bad, said = BAD[mistake]
    text = story_file("debtor").read_text("utf-8")
    assert text.count(good) >= 1
    file = tmp_path / "debtor.toml"
    file.write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(RulebookError) as refused:
        load_story(file)
    problems = [problem for problem in refused.value.problems if said in problem.message]
    assert len(problems) == 1, refused.value.problems
    assert abs(problems[0].line - (text[: text.index(good)].count("\n") + 1)) <= 12


def test_an_unknown_story_says_which_there_are() -> None:
    with pytest.raises(InputError, match="there is no story 'deptor'; did you mean debtor"):
        load_story("deptor")


def test_a_home_that_is_not_there_is_refused(tmp_path: Path) -> None:
    text = story_file("face-on-the-bus").read_text("utf-8")
    file = tmp_path / "story.toml"
    file.write_text(text.replace("[person]", "[person]\nhome = 999"), "utf-8")
    with pytest.raises(InputError, match=r"the first place has .* households of 1, and home = 999 asks for one more"):
        play_story(file)


def test_a_story_that_does_not_happen_fails(tmp_path: Path) -> None:
    """Whoever pays what is not owed has a story that did not happen."""
    text = story_file("fighter").read_text("utf-8")
    file = tmp_path / "story.toml"
    file.write_text(text.replace("on = 2019-07-01\npays", "on = 2018-10-02\npays"), "utf-8")
    told = play_story(file)
    assert "day 1: there was no 'court-judgment' to pay" in [check.why for check in told.checks]


# ---- how it looks ----------------------------------------------------------------------------------------------------------
def test_shared_lines_stand_in_both_lives_and_none_is_lost() -> None:
    told = play_story("depositors")
    rows = weave(told.life, told.twin)
    assert [entry for row in rows for entry in (*row.both, *row.life)] == told.life
    assert sum(len(row.both) + len(row.twin) for row in rows) == len(told.twin)
    assert any(row.both for row in rows)
    assert any(row.life and row.twin for row in rows)


def test_the_page_holds_both_lives_and_needs_no_network(tmp_path: Path) -> None:
    from glasshouse.pages.story import story_html

    told = play_story("face-on-the-bus")
    page = story_html(told)
    assert "<script" not in page
    assert not re.findall(r"""(?:src|href)=["']https?:""", page)
    for entry in told.life:
        assert entry.text.split('"')[0].replace("'", "&#39;")[:40] in page
    assert page.count('class="kept"') == len(told.checks)
    assert told.story.source[0].address in page


def test_a_life_is_cast_and_repetitions_are_summed_up() -> None:
    told = play_story("games-collector")
    texts = [entry.text for entry in told.life]
    assert "Buying a video game, 208 times more: national-score/national 990 -> 0." in texts
    assert len(texts) < 40
    assert not any("the person" in text for text in texts[2:])


def test_the_page_of_stories_names_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "stories.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|[^|]*\| `([a-z0-9+-]+)` \|", page, re.MULTILINE)
    assert sorted(rows) == [(name, load_story(name).story.regime) for name in IDS]
