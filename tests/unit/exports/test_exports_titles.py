from __future__ import annotations

import pytest

from domain.exports.titles import parse_title


@pytest.mark.parametrize(
    ("title", "short", "series"),
    [
        ("Emma", "Emma", []),
        ("Dune (Dune, #1)", "Dune", [("Dune", "1")]),
        ("Dune (Dune #1)", "Dune", [("Dune", "1")]),
        ("Dune (Dune,#1)", "Dune", [("Dune", "1")]),
        ("Women (One Thousand#1)", "Women", [("One Thousand", "1")]),
        ("1Q84 (1Q84, #1-3)", "1Q84", [("1Q84", "1-3")]),
        ("Four (Divergent, #0.1 - 0.4)", "Four", [("Divergent", "0.1-0.4")]),
        ("Four (Divergent, #1–3)", "Four", [("Divergent", "1-3")]),
        ("The Last Wish (The Witcher, #0.5)", "The Last Wish", [("The Witcher", "0.5")]),
        ("Mother (Mother, #2B)", "Mother", [("Mother", "2B")]),
        ("Night Watch (Discworld, #29; City Watch, #6)", "Night Watch", [("Discworld", "29"), ("City Watch", "6")]),
        ("Night Play (Dark-Hunter #5, Were-Hunter #1)", "Night Play", [("Dark-Hunter", "5"), ("Were-Hunter", "1")]),
        ("Lori (Bravo, #15) (Bravo Ties, #3)", "Lori", [("Bravo", "15"), ("Bravo Ties", "3")]),
        ("Three (Kay Scarpetta, #1, #2, #3)", "Three", [("Kay Scarpetta", "1, 2, 3")]),
        ("Jeeves (Jeeves, #6, 2, & 4)", "Jeeves", [("Jeeves", "6, 2, & 4")]),
        ("Tower (Memory, Sorrow, and Thorn, #3; Part 2)", "Tower", [("Memory, Sorrow, and Thorn", "3")]),
        ("Swords (Ice and Fire, #3: Part 2 of 2)", "Swords", [("Ice and Fire", "3")]),
        ("Kiss (Includes: After Dark, #8; Huntress, #3.5)", "Kiss", [("After Dark", "8"), ("Huntress", "3.5")]),
        ("Tuesday (9/11, #1)", "Tuesday", [("9/11", "1")]),
        ("Troll Nation (Rogue Dungeon Book #3)", "Troll Nation", [("Rogue Dungeon", "3")]),
        ("Ideas (The Strategyzer Series Book 3)", "Ideas", [("The Strategyzer Series", "3")]),
        ("Bleak (House, Vol. 2)", "Bleak", [("House", "2")]),
        ("The Contest (Everest Trilogy)", "The Contest", [("Everest Trilogy", None)]),
        ("Ranma (Ranma ½ (US 2nd), #12)", "Ranma", [("Ranma ½ (US 2nd)", "12")]),
        ("We Are Legion (We Are Bob) (Bobiverse, #1)", "We Are Legion (We Are Bob)", [("Bobiverse", "1")]),
        ("Dune (Dune, #1) (Spanish Edition)", "Dune", [("Dune", "1")]),
        ("Legion (Bobiverse, #1): A Tale", "Legion: A Tale", [("Bobiverse", "1")]),
        ("And (And Then, #3)", "And", [("And Then", "3")]),
        ("Private #1 Suspect (Private, #2)", "Private #1 Suspect", [("Private", "2")]),
        ("Saga #1", "Saga #1", [("Saga", "1")]),
        ("Sailor Moon, #1", "Sailor Moon, #1", [("Sailor Moon", "1")]),
        ("Nancy Drew: #1-64", "Nancy Drew: #1-64", [("Nancy Drew", "1-64")]),
        ("Sin City, #1 de 3", "Sin City, #1 de 3", [("Sin City", "1")]),
        ("The Apes #2: Escape", "The Apes #2: Escape", [("The Apes", "2")]),
        ("Rule #1: Listen", "Rule #1: Listen", []),
        ("#GIRLBOSS", "#GIRLBOSS", []),
        ("The Times #1 Bestseller", "The Times #1 Bestseller", []),
        ("Anansy Boys (French Edition)", "Anansy Boys", []),
        ("Linear Algebra [with CD-ROM]", "Linear Algebra", []),
        ("Emma (Penguin Classics)", "Emma", []),
        ("Works (The Complete Series)", "Works (The Complete Series)", []),
        ("Gaming the Vote (and What We Can Do)", "Gaming the Vote (and What We Can Do)", []),
        ("ARM (Volume 1)", "ARM (Volume 1)", []),
        ("(Everest, #1)", "(Everest, #1)", []),
        ("Cut off (Series, #1", "Cut off (Series, #1", [("Series", "1")]),
        ("Unbalanced Series, #1)", "Unbalanced Series, #1)", []),
    ],
)
def test_series_and_tails(title: str, short: str, series: list[tuple[str, str | None]]) -> None:
    found, named = parse_title(title)
    assert found == short
    assert [(one.name, one.position) for one in named] == series


def test_a_pasted_description_is_left_alone() -> None:
    title = "x" * 500 + " (Series #1, too)"
    assert parse_title(title) == (title, ())
