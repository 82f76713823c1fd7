"""Every test runs without a network, from a fixed seed and at a fixed time."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

import cba

from . import snippets
from .program import Done, called, started

settings.register_profile("fixed", derandomize=True, deadline=None, database=None, max_examples=100)
settings.load_profile("fixed")

CREATED = "1700000000"
CREATED_AS_TEXT = "2023-11-14T22:13:20+00:00"

Write = Callable[..., Path]
Load = Callable[..., cba.Scenario]
Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: Any) -> NoReturn:
        raise AssertionError(f"a test must not use the network: {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", CREATED)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a text to a file of the working directory, which is the test's own; return its relative path."""
    monkeypatch.chdir(tmp_path)

    def to_file(text: str | bytes, name: str = "scenario.yaml") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return to_file


@pytest.fixture
def load(write: Write) -> Load:
    """Load a scenario from its text."""

    def from_text(text: str, *changes: str, **how: Any) -> cba.Scenario:
        return cba.load(write(text), settings=changes, **how)

    return from_text


@pytest.fixture
def appraise(load: Load) -> Callable[..., cba.Appraisal]:
    """Load and calculate a scenario from its text."""
    return lambda text, *changes, **how: cba.appraise(load(text, *changes, **how))


@pytest.fixture
def problems(load: Load) -> Callable[..., list[str]]:
    """Load a bad scenario from its text; return the headline of each problem."""

    def headlines(text: str, *changes: str, **how: Any) -> list[str]:
        with pytest.raises(cba.InputError) as caught:
            load(text, *changes, **how)
        return snippets.headlines(caught.value)

    return headlines


@pytest.fixture
def run(write: Write) -> Run:
    """Run `cba` in the test's folder, see `called`."""
    return called


@pytest.fixture
def program(write: Write) -> Run:
    """Run `cba` in the test's folder as a process of its own."""
    return started
