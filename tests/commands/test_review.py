"""`cba review` from outside: the checklist, and signatures that hold or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Run, Write
from ..reports.page import read
from ..snippets import SCENARIO, effect

FOREIGN = effect("outcome: reconviction, evidence: cbt_juv, baseline: {share: 42 %, within: 24 months}")


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(SCENARIO, "scenario.yaml")


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("review", *words, "--json", "--draws", "200")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def state(found: dict[str, Any]) -> list[str]:
    return [record["state"] for record in found["signatures"]]


def test_findings_say_where_and_what_to_do(run: Run, write: Write) -> None:
    write(FOREIGN, "foreign.yaml")
    points = {point["id"]: point for point in data(run, "foreign.yaml")["points"]}
    [finding] = [f for f in points["transfer"]["findings"] if f["code"] == "transfer_none"]
    assert (points["transfer"]["answer"], finding["level"]) == ("stop", "stop")
    line, column = (int(part) for part in finding["where"].split(":")[1:])
    assert FOREIGN.splitlines()[line - 1][column - 1 :].startswith("cbt_juv")
    done = run("review", "foreign.yaml", "--draws", "100", "--language", "da", COLUMNS="80")
    said = " ".join(done.stdout.split())
    assert "regnes fuldt med, uden `transfer`" in said
    assert finding["where"] in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_signature_holds_until_a_number_changes(run: Run) -> None:
    assert state(data(run, "scenario.yaml")) == []
    assert state(data(run, "scenario.yaml", "--sign", "Åse Økonom", "--remark", "Husk prisåret")) == ["holds"]
    kept = json.loads(Path("scenario.review.json").read_text(encoding="utf-8"))
    assert kept["reviews"][0]["name"] == "Åse Økonom"
    assert set(kept["reviews"][0]["files"]) == {"scenario.yaml"}

    Path("scenario.yaml").write_text(f"# a comment\n{SCENARIO}")
    assert state(data(run, "scenario.yaml")) == ["numbers"]
    Path("scenario.yaml").write_text(SCENARIO.replace("participants: 10", "participants: 11"))
    [record] = (found := data(run, "scenario.yaml"))["signatures"]
    assert record["state"] == "broken"
    assert record["inputs"] == ["interventions.a.participants"]
    assert record["npv"]["now"] != record["npv"]["signed"]
    assert found["labels"]["interventions.a.participants"]["da"].startswith("Deltagere")

    assert state(data(run, "scenario.yaml", "--sign", "B. Bogholder")) == ["broken", "holds"]
    assert state(data(run, "scenario.yaml", "--variant", "weak")) == ["other", "other"]
    said = " ".join(run("review", "scenario.yaml", "--draws", "50", "--language", "da").stdout.split())
    assert "gælder ikke længere" in said
    assert "Husk prisåret" in said


def test_a_change_in_how_it_is_built_breaks_a_signature_too(run: Run) -> None:
    data(run, "scenario.yaml", "--sign", "A")
    Path("scenario.yaml").write_text(SCENARIO.replace("note: ok", "note: ok, duration: 1"))
    assert state(data(run, "scenario.yaml")) == ["broken"]


def test_a_record_that_was_altered_is_seen(run: Run) -> None:
    data(run, "scenario.yaml", "--sign", "A")
    path = Path("scenario.review.json")
    path.write_text(path.read_text().replace('"name": "A"', '"name": "B"'))
    assert state(data(run, "scenario.yaml")) == ["altered"]
    path.write_text("{}")
    done = run("review", "scenario.yaml", "--sign", "C")
    assert done.returncode == 2
    assert "is no record of reviews" in done.stderr
    assert path.read_text() == "{}"


def test_the_page_can_be_printed_and_signed(run: Run) -> None:
    done = run("review", "scenario.yaml", "--draws", "100", "--out", "r", "--sign", "<b>A</b>")
    assert done.returncode == 0, done.stderr
    page = read(Path("r/review.da.html").read_text(encoding="utf-8"))
    assert not list(page.all("script"))
    assert "<b>A</b>" in page.text
    assert "Underskrift" in page.text
    assert "Has every number a source?" in Path("r/review.en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sign", " "), "needs a name"),
        (("--sign", "A", "--set", "horizon=3"), "signs what the files say"),
        (("--remark", "x"), "goes with --sign"),
    ],
)
def test_what_cannot_be_signed_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("review", "scenario.yaml", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not Path("scenario.review.json").exists()
