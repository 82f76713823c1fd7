"""Inputs by names that a reader knows, from the results document alone."""

from pathlib import Path
from typing import Any

import pytest

import cba
from cba.reports.input_names import label
from cba.reports.language import language

from .conftest import ROOT

Document = dict[str, Any]
DA, EN = language("da"), language("en")
MST, CBT = "Multisystemisk Terapi (MST)", "Kognitiv adfærdsterapi i grupper"
UNHEARD = "interventions.cbt.effects.reconviction.unheard_of"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("evidence.cbt_juv", "Effekt: Kognitiv adfærdsterapi i grupper"),
        ("evidence.mst_start_ooh18", f"Effekt: {MST} – Anbringelse uden for hjemmet"),
        ("price.prison_day", "Pris: Fængselsdøgn (gennemsnit 2015)"),
        ("interventions.cbt.completion", "Gennemførelse: Kognitiv adfærdsterapi i grupper"),
        ("interventions.mst.participants", f"Deltagere: {MST}"),
        ("interventions.mst.participants.2028", f"Deltagere: {MST}, 2028"),
        ("interventions.mst.costs.MST-forløb.amount", f"Omkostning: MST-forløb, {MST}"),
        ("interventions.cbt.effects.reconviction.transfer", f"Overførbarhed: {CBT}"),
        ("interventions.mst.effects.reconviction.fade",
         f"Effektens fald pr. år: {MST} – Ny dom (tilbagefald)"),
        ("interventions.mst.effects.reconviction.baseline", f"Udgangspunkt: {MST} – Ny dom (tilbagefald)"),
        ("interventions.cbt.effects.reconviction.change.2", "Effekt: Kognitiv adfærdsterapi i grupper, år 3"),
        ("target_groups.youth_reconvicted.reconviction",
         "Udgangspunkt: Dømte unge, 15-24 år – Ny dom (tilbagefald)"),
        ("outcomes.reconviction.consequences.prison_day.quantity",
         "Antal: Fængselsdøgn (gennemsnit 2015) pr. person med ny dom"),
        ("interventions.cbt.effects.reconviction.consequences.prison_day.quantity.1",
         f"Antal: Fængselsdøgn (gennemsnit 2015) pr. person med ny dom, år 2, {CBT}"),
        ("reported_crime.Odense.reconviction.2019,2020",
         "Antal anmeldelser: Ny dom (tilbagefald), Odense, 2019,2020"),
        ("guide.2023.rate.0", "Diskonteringsrente"),
        ("guide.2023.rate.36", "Diskonteringsrente, fra år 36"),
        ("assumptions.discounting.rate", "Diskonteringsrente"),
        ("assumptions.discounting.rates.4", "Diskonteringsrente, fra år 4"),
        ("evidence.unknown", "evidence.unknown"),
        ("price.unknown", "price.unknown"),
        (UNHEARD, UNHEARD),
        ("something.else", "something.else"),
    ],
)  # fmt: skip
def test_names_in_danish(odense: Document, name: str, words: str) -> None:
    assert label(odense, name, DA) == words


def test_names_in_english(odense: Document) -> None:
    assert label(odense, "price.prison_day", EN) == "Price: Prison day (average 2015)"
    name = "interventions.ssp.costs.Seks samtaler.amount"
    assert label(odense, name, EN) == "Cost: Six talks, SSP talks"


def test_evidence_that_two_interventions_use_has_the_name_of_what_was_studied(odense: Document) -> None:
    first = odense["interventions"]["cbt"]["effects"][0]
    odense["interventions"]["mentor"]["effects"].append(dict(first))
    assert label(odense, "evidence.cbt_juv", DA) == "Effekt: Kognitiv adfærdsterapi for unge lovovertrædere"


def test_pooled_evidence_has_the_name_of_its_intervention(odense: Document) -> None:
    effect = odense["interventions"]["cbt"]["effects"][0]
    for stated in ("a+b", ["a", "b"]):
        effect["evidence"] = stated
        assert label(odense, "evidence.a+b", DA) == "Effekt: Kognitiv adfærdsterapi i grupper"


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("model", ["soem", "samfundsoekonomi"])
def test_every_input_of_the_examples_has_a_name_of_its_own(path: Path, model: str) -> None:
    document = cba.appraise(cba.load(path, model=model)).to_dict()
    for lang in (DA, EN):
        names = [label(document, name, lang) for name in document["trace"]]
        assert not set(names) & set(document["trace"])
        assert len(set(names)) == len(names)
