"""The engine against the naive computation on random scenarios, in both models."""

import random
from pathlib import Path

import pytest
import yaml

import cba

from .compare import all_differences
from .generator import random_scenario
from .reference import reference
from .settings import MODELS

SEEDS = 300
CHUNK = 30


def disagreements(seed: int, folder: Path) -> list[str]:
    """Lines that name seed, model, intervention, key and both values."""
    text = random_scenario(random.Random(seed))
    path = folder / f"seed_{seed}.yaml"
    path.write_text(text, encoding="utf-8")
    lines = []
    for model, settings in MODELS.items():
        found = cba.appraise(cba.load(path, model=model)).to_dict()
        expected = reference(yaml.safe_load(text), settings)
        lines += [f"seed {seed}, {model}: {line}" for line in all_differences(found, expected)]
    return lines


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_engine_agrees(first: int, tmp_path: Path) -> None:
    lines = [line for seed in range(first, first + CHUNK) for line in disagreements(seed, tmp_path)]
    assert not lines, "\n".join(lines[:40])
