"""The words of the checklist: each point's question, and what each finding says and asks for."""

from __future__ import annotations

from cba.reports.language import N_

QUESTIONS = {
    "outcome_match": N_("Do the studies measure what is counted here?"),
    "group_match": N_(
        "Are the people in the studies like those reached here, and is the alternative the same?"
    ),
    "transfer": N_("Is the share of the effect expected here reasoned?"),
    "strength": N_("How strong is the evidence?"),
    "baselines": N_("Is the starting point known for this group?"),
    "horizon": N_("Do the years counted fit what is known of them?"),
    "double_counting": N_("Is anything counted twice?"),
    "delivery": N_("Is it known how many take part and complete?"),
    "places": N_("Is crime that moves elsewhere or is not reported allowed for?"),
    "prices": N_("Are the unit prices new enough and good enough?"),
    "costs": N_("Are all costs there?"),
    "losers": N_("Does anybody lose?"),
    "fragility": N_("How easily does the answer turn?"),
    "sources": N_("Has every number a source?"),
    "assumptions": N_("Is anything in the model or the registers overridden?"),
    "told": N_("Is the reader told what is needed?"),
    "warned": N_("What did the engine doubt when it read the file?"),
}

LEVELS = {
    "stop": N_("mend"),
    "look": N_("answer"),
    "hand": N_("read"),
    "note": N_("know"),
    "ok": N_("nothing found"),
}

STATES = {
    "holds": N_("holds: nothing has changed since"),
    "numbers": N_("holds for the numbers; words in the files have changed, read them again"),
    "broken": N_("no longer holds: numbers or the result have changed"),
    "other": N_("is about another variant or model"),
    "altered": N_("is not to be relied on: the record was changed after it was signed"),
}

FINDINGS: dict[str, tuple[str, str]] = {
    "outcome_own": (
        N_("The effect on %(outcome)s is an own number, from no row of the register."),
        N_("Name the study, or a row of `cba catalogue evidence`."),
    ),
    "outcome_other": (
        N_("The study measured “%(measured)s”; it is counted as %(outcome)s."),
        N_("Find evidence of the outcome itself, or write down why one stands for the other."),
    ),
    "outcome_unsorted": (
        N_(
            "The study measured “%(measured)s”, for which the register names no outcome; it is counted as "
            "%(outcome)s."
        ),
        N_("Read the study and decide whether that is the same."),
    ),
    "effect_none": (
        N_("No effect and no benefit is stated: only costs are counted."),
        N_("Say so beside the result. “Not known” is not “no effect”."),
    ),
    "benefit_stated": (
        N_(
            "The benefit “%(what)s” is stated in kroner year by year, without an effect or a study behind it."
        ),
        N_("Ask what it rests on, and show the result if it comes later or is half as large."),
    ),
    "group_none": (
        N_("No target group is named, so nothing ties the starting point to these people."),
        N_("Name a `target_group`, or describe the group and give the source of its `baseline`."),
    ),
    "group_compare": (
        N_("%(outcome)s. Studied: %(studied)s. Here: %(here)s."),
        N_("Compare age, risk and setting. Lower risk here means less to gain."),
    ),
    "comparator": (
        N_("The effect is against what the study's control group got (design: %(design)s)."),
        N_("Is what would otherwise happen here as good or as poor? If it is better, less is gained."),
    ),
    "transfer_none": (
        N_("An effect found in %(countries)s counts in full, without `transfer`."),
        N_("State the share expected here, as a range, with a `reason`."),
    ),
    "transfer_unreasoned": (
        N_("An effect found in %(countries)s is carried over without a `reason`."),
        N_("Write why this share: other studies, Nordic replications, differences in the usual offer."),
    ),
    "transfer_full": (
        N_("An effect found in %(countries)s is expected in full here."),
        N_("Read the reason. A full effect in ordinary practice is rare."),
    ),
    "transfer_fixed": (
        N_("The share of the effect expected here (%(share)s) has no interval."),
        N_("Give `low` and `high`: nobody knows it exactly."),
    ),
    "grade_none": (
        N_("The effect is not graded."),
        N_("State `grade`: A official, B study, C secondary, D assumed."),
    ),
    "grade_weak": (
        N_("The evidence of the effect has grade %(grade)s."),
        N_("Show the result with half the effect too, and say how weak it is."),
    ),
    "study_small": (
        N_("The effect rests on one small study (%(studies)s)."),
        N_("Expect less next time: small studies that are published overstate."),
    ),
    "interval_none": (
        N_("The effect has no interval, so the chances are too sure."),
        N_("Give `low` and `high` or `se` from the study, or an assumed range marked as one."),
    ),
    "interval_covers_nothing": (
        N_("The study cannot tell the effect from none: its interval covers no effect."),
        N_("Say so beside the result."),
    ),
    "estimate_overridden": (
        N_("An own estimate stands in place of the register's."),
        N_("Give the reason in `note`, and show the result with the register's own too."),
    ),
    "baseline_unsourced": (
        N_("The starting point of %(outcome)s has no source."),
        N_("Take it from own records or a target group of the register; state `source`."),
    ),
    "baseline_window": (
        N_("The starting point is within %(months)s months, the study followed up %(follow_up)s months."),
        N_("Find a starting point of the same window, or shorten `duration`."),
    ),
    "beyond_follow_up": (
        N_("The effect lasts %(years)s years; the study followed up %(months)s months."),
        N_("Shorten `duration`, or let it `fade`, and give the reason."),
    ),
    "follow_up_unknown": (
        N_("The effect lasts %(years)s years; how long the study followed up is not known."),
        N_("Look it up in the study."),
    ),
    "cut_off": (
        N_("Consequences run to %(last)s, the years counted end in %(end)s: what lies after is left out."),
        N_("Know that the benefits are understated, or lengthen `horizon`."),
    ),
    "flow_beside_effect": (
        N_("“%(what)s” is a benefit in the same area as what follows from an effect (%(area)s)."),
        N_("Make sure that the yearly amounts do not hold the same savings."),
    ),
    "same_outcome": (
        N_("%(outcome)s is changed by %(other)s too, and the two are counted as reaching different people."),
        N_("If the people are the same, write `overlaps_with`."),
    ),
    "same_price": (
        N_("%(price)s follows both from %(outcome)s and from %(other)s."),
        N_("Make sure that it is not one and the same event counted twice."),
    ),
    "completion_none": (
        N_("Everybody is counted as completing."),
        N_("State `completion` from own records or the trial."),
    ),
    "completion_fixed": (N_("The share that completes has no interval."), N_("Give `low` and `high`.")),
    "intention_to_treat": (
        N_("The trial counts those who dropped out too, and here only those who complete get its effect."),
        N_("Write `applies_to: starters`."),
    ),
    "displacement_none": (
        N_("No crime is counted as moving elsewhere."),
        N_("State `displacement`, also when it is 0 %%, with the source."),
    ),
    "reporting_none": (
        N_("Only reported crime is counted."),
        N_("State `reporting_rate` where a victim survey gives one; benefits are understated without."),
    ),
    "price_old": (
        N_("%(price)s is in %(year)s prices, %(age)s years old; it is only moved by consumer prices."),
        N_("Find a newer one: wages and practice have changed too."),
    ),
    "price_ageing": (N_("%(price)s is in %(year)s prices, %(age)s years old."), N_("Look for a newer one.")),
    "price_ungraded": (N_("%(price)s is not graded."), N_("State `grade` and `source`.")),
    "price_weak": (
        N_("%(price)s has grade %(grade)s."),
        N_("Use own accounts where you have them; else give it an interval."),
    ),
    "price_foreign": (
        N_("%(price)s is foreign (%(currency)s), converted."),
        N_("Use it only where no Danish price exists, and say so."),
    ),
    "price_average": (
        N_("%(price)s is an average, fixed costs included."),
        N_("What is really saved at first is less: the costs that follow one person more or less."),
    ),
    "cost_none": (N_("No cost is stated."), N_("State the costs, also those in kind.")),
    "cost_no_start": (
        N_("No start-up cost (`per: start`): %(names)s."),
        N_("Recruiting, training, manuals and premises: are they in the other costs?"),
    ),
    "cost_no_in_kind": (
        N_("Nothing in kind (`in_kind: true`): %(names)s."),
        N_("Volunteers' hours, premises, others' staff, participants' own time: does anybody give them?"),
    ),
    "cost_fixed": (N_("“%(what)s” has no interval."), N_("Give `low` and `high`.")),
    "cost_old": (N_("“%(what)s” is in %(year)s prices."), N_("Ask for the present amount.")),
    "loser": (
        N_("A loss of %(loss)s for %(payer)s; the net result for all is %(total)s."),
        N_("Say it first in the case, and whether an agreement between the payers is needed."),
    ),
    "fragile": (
        N_("%(of)s: in %(share)s of the recalculations the sign is not that of the estimates (%(amount)s)."),
        N_(
            "Do not rely on the sign. Say what it hangs on (`cba sensitivity`) and what knowing more is "
            "worth (`cba voi`)."
        ),
    ),
    "shaky": (
        N_("%(of)s: in %(share)s of the recalculations the sign is not that of the estimates (%(amount)s)."),
        N_("Print the range with the result."),
    ),
    "steady": (
        N_("%(of)s: in %(share)s of the recalculations the sign is not that of the estimates (%(amount)s)."),
        N_("Nothing, as far as what was varied goes."),
    ),
    "inputs_fixed": (
        N_("%(fixed)s of %(inputs)s numbers have no interval and were not varied."),
        N_("The ranges are therefore too narrow; give intervals to those that matter."),
    ),
    "nothing_varied": (
        N_("None of the %(inputs)s numbers has an interval: nothing is known of how sure the result is."),
        N_("Give intervals, at least to effects, costs and transferability."),
    ),
    "source_none": (
        N_("%(input)s (%(written)s) has neither `source` nor `note`."),
        N_("State where it comes from, or mark it as an own assumption."),
    ),
    "assumption": (
        N_("`assumptions.%(key)s` differs from the model."),
        N_("Give the reason, and show the result without it."),
    ),
    "register_overridden": (
        N_("%(input)s: %(after)s stands in place of the register's %(before)s."),
        N_("Give the reason and the source."),
    ),
    "no_question": (N_("The question is not stated."), N_("Write `question`: what is to be decided?")),
    "no_author": (N_("The author is not named."), N_("Write `author`.")),
    "no_contact": (N_("No contact is named."), N_("Write `contact`.")),
    "no_funding": (
        N_("Who paid for the calculation is not told."),
        N_("Write `funding`, and any conflict of interest."),
    ),
    "nothing_left_out": (
        N_("Nothing is named as left out."),
        N_("Write `not_included`: fear, suffering, quality of life and others' gains have often no price."),
    ),
    "no_goal": (N_("No DKR goal is named."), N_("Write `dkr_goals`.")),
    "no_description": (
        N_("What is done is not described."),
        N_("Write `description`: what, for whom, how long."),
    ),
    "warning": (N_("%(said)s (in English)"), N_("Mend it, or write down why it stays.")),
}
