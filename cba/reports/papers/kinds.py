"""The papers that there are, by the name `cba report --kind` has for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers.eu_appraisal import eu_appraisal
from cba.reports.papers.eu_grant import eu_grant
from cba.reports.papers.foundation import foundation
from cba.reports.papers.outcome_annex import outcome_contract
from cba.reports.papers.paper import Paper
from cba.reports.papers.policy import policy

PAPERS: Mapping[str, Callable[[Language, Document], Paper]] = {
    "policy": policy,
    "eu-grant": eu_grant,
    "eu-appraisal": eu_appraisal,
    "foundation": foundation,
    "outcome-contract": outcome_contract,
}
