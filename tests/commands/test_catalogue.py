"""`cba catalogue`, as a user sees it."""

import json

import pytest
from click.testing import CliRunner, Result

from cba.catalogue import KINDS
from cba.commands.catalogue import catalogue
from cba.commands.main import main


def run(*arguments: str) -> Result:
    """Run in a terminal of a hundred columns, whatever the tests run in."""
    return CliRunner(env={"COLUMNS": "100"}).invoke(catalogue, arguments)


def test_without_a_kind_it_says_which_there_are() -> None:
    result = run()
    assert result.exit_code == 0
    for kind, count in (("prices", 120), ("evidence", 174), ("places", 116), ("figures", 149)):
        assert f"{kind} {count}".split() in [line.split()[:2] for line in result.output.splitlines()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_tables_are_at_most_a_hundred_columns_and_show_every_id(kind: str, language: str) -> None:
    result = run(kind, "--language", language)
    assert result.exit_code == 0
    assert max(len(line) for line in result.output.splitlines()) <= 100
    ids = [row["id"] for row in json.loads(run(kind, "--json").output)]
    shown = (
        result.output
        if kind != "sources"
        else "".join(line[1:31].strip() for line in result.output.splitlines())
    )
    assert all(name in shown for name in ids)


def test_words_must_all_occur_in_any_column_however_they_are_spelt() -> None:
    for words in (["anbringelsesår"], ["anbringelsesaar"], ["ANBRINGELSESAR"]):
        found = {row["id"] for row in json.loads(run("prices", *words, "--json").output)}
        assert found == {
            "secure_unit_year_2020",
            "placement_foster_2019",
            "placement_institution_2019",
            "placement_avg_2019_derived",
        }
    both = {row["id"] for row in json.loads(run("prices", "anbringelsesår", "sikret", "--json").output)}
    assert both == {"secure_unit_year_2020"}


def test_one_row_alone_is_shown_in_full() -> None:
    for words in (["prison_day"], ["PRISON_DAY"]):
        output = run("prices", *words).output
        assert "1469" in output
        assert "prison_average_2015" in output
        assert "models/registers/prices.csv:" in output
        assert "ikke kendt" in output
    english = run("prices", "prison_day", "--language", "en").output
    assert "1469" in english
    assert "not known" in english


def test_a_missing_price_is_shown_as_not_known() -> None:
    lines = [line for line in run("prices", "sengedag").output.splitlines() if "bed_day" in line]
    assert len(lines) == 2
    assert all("ikke kendt" in line for line in lines)
    assert "not known" in run("prices", "sengedag", "--language", "en").output
    (row,) = json.loads(run("prices", "hospital_bed_day", "--json").output)
    assert row["value"] is None
    assert row["missing"] == ["value", "price_year", "payer"]


def test_an_effect_is_shown_with_its_interval_and_a_gap_as_a_gap() -> None:
    output = run("evidence", "indbrud").output
    assert "RR 0.79 [0.646;" in output
    assert "-37 %" in output
    line = next(line for line in output.splitlines() if line.strip().startswith("nabohjaelp_dk"))
    assert "ikke kendt" in line


def test_text_with_brackets_is_printed_as_it_is() -> None:
    # a note with [0.27,10.38], which a terminal library could take for markup
    assert "[0.27,10.38]" in "".join(run("evidence", "iypb_dk").output.split())


def test_a_place_shows_its_years() -> None:
    output = run("places", "Odense").output
    assert "210803" in output
    assert [line.split() for line in output.splitlines() if "2025" in line] == [
        ["2025", "210803", "15946", "1252", "898", "3296", "826", "423"]
    ]
    (row,) = json.loads(run("places", "Christiansø", "--json").output)
    assert row["reported_crime"] is None
    assert "ikke kendt" in run("places", "Christiansø").output


def test_outcomes_show_their_consequences_or_that_they_have_none() -> None:
    output = run("outcomes").output
    assert "245 × prison_day over 10 år" in output
    line = next(line for line in output.splitlines() if line.strip().startswith("unsafe"))
    assert "ikke prissat" in line


def test_nothing_found_names_the_nearest() -> None:
    result = run("prices", "prison", "dya")
    assert result.exit_code == 0
    assert "Nærmeste: prison_day" in result.output
    assert json.loads(run("prices", "prison", "dya", "--json").output) == []
    assert "No row of prices" in run("prices", "zzz", "--language", "en").output


def test_an_unknown_kind_is_bad_input() -> None:
    result = run("price")
    assert result.exit_code == 2
    assert "unknown kind 'price'; did you mean 'prices'?" in result.output


def test_the_program_itself_ends_with_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["cba", "catalogue", "price"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2


def test_json_holds_everything_about_a_row() -> None:
    (row,) = json.loads(run("evidence", "cbt_juv", "--json").output)
    assert (row["estimate"], row["low"], row["high"], row["n_studies"]) == (0.636, 0.521, 0.775, 17)
    assert row["countries"] == ["USA", "Canada", "UK", "NZ"]
    assert row["source_text"].endswith("(2005)")
    assert row["names"]["da"] == "Kognitiv adfærdsterapi for unge lovovertrædere"
    (group,) = json.loads(run("targets", "youth_reconvicted", "--json").output)
    assert group["baselines"]["reconviction"]["share"] == 0.42
