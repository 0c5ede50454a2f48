"""The formulas, as they are printed beside every figure."""

from answerable.standards.measure.formulas import FORMULAS

HOURS = "Calls that came outside the published opening hours are counted apart."
LEVEL = "20 seconds are counted from joining the queue and include the last. Only calls answered or abandoned count."

WORDS = {
    "share-kept": (
        "Promises kept, out of all kept or broken whose due moment lies in the period. One that is open and "
        "past its due moment counts as broken; one not yet due is not counted."
    ),
    "share-complete": "Messages that gave all they must, out of all sent in the period that had to.",
    "share-dates-kept": (
        "Dates given to customers by a person that were kept, out of all such dates that fell in the period."
    ),
    "delay-replied-in-time": (
        "Replies sent in time, out of all replies due in the period. A notice of delay cures no late reply."
    ),
    "delay-replied-or-told": (
        "Replies sent in time, or late with a notice of delay sent in time, out of all replies due in the period."
    ),
    "delay-revised-date-met": (
        "Full replies sent by the date a notice of delay gave, out of all such dates that fell in the period."
    ),
    "count": ("Contacts that began in the period, by kind. One of two kinds is counted under both."),
    "share-answered": (
        "Contacts that have had a full reply, out of all that began in the period. Those still waiting count as not."
    ),
    "share-resolved-first": (
        "Contacts settled in the first exchange, on the same day if spoken, and not brought back within 7 "
        "calendar days, out of all first contacts answered or seen that could be settled so. Being put "
        "through in the same call is still the first exchange; a call back is not. Whether one contact "
        "follows another is as the log says. One that was said not to be answered in full, or not done, was "
        "brought back."
    ),
    "percentiles-response": (
        "The median and the 90th percentile, by nearest rank, of the working hours from a message to the "
        "first response by a person, over messages received in the period. Those not yet answered are shown "
        "beside."
    ),
    "phone-answered-of-offered": (
        "Calls answered by a person, or called back and reached by the time agreed and at the latest by the end of "
        "the next working day, out of all calls in the period in opening hours. "
        f"Callers who gave up count, however soon; callers whom the menu itself served do not. {HOURS}"
    ),
    "phone-answered-of-offered-less-short": (
        "As phone-answered-of-offered, without callers who gave up less than 5 seconds after joining the queue."
    ),
    "phone-abandoned-of-offered": (
        "Calls in which the caller gave up, in the menu or in the queue, out of those of phone-answered-of-offered."
    ),
    "phone-level-abandoned-in-time-as-kept": (
        f"Calls answered or abandoned within 20 seconds, out of all answered or abandoned. {LEVEL}"
    ),
    "phone-level-of-answered": (f"Calls answered within 20 seconds, out of all answered. {LEVEL}"),
    "phone-level-of-all": (f"Calls answered within 20 seconds, out of all answered or abandoned. {LEVEL}"),
    "phone-level-less-abandoned-in-time": (
        f"Calls answered within 20 seconds, out of all answered or abandoned later than 20 seconds. {LEVEL}"
    ),
    "phone-level-short-as-kept": (
        f"Calls answered within 20 seconds or abandoned in less than 5, out of all answered or abandoned. {LEVEL}"
    ),
    "phone-outcomes": (f"Calls that began in the period, by how they ended. {HOURS}"),
    "share-transferred-once": ("Calls passed on once only, out of all calls in the period that were passed on."),
    "mean-wait-answered": (
        "The mean wait from joining the queue to being answered by a person, over calls answered that began "
        f"in the period. The mean with callers who gave up in the queue is shown beside. {HOURS}"
    ),
    "percentiles-wait": (
        "The median and the 90th percentile, by nearest rank, of the wait from joining the queue to being "
        f"answered by a person, over calls answered that began in the period. {HOURS}"
    ),
    "mean-wait-seen": (
        "The mean wait from arriving, or from the time of the appointment if that is later, to being seen, "
        "over visitors seen who arrived in the period. Those who left unseen, and how long they waited, are "
        "shown beside."
    ),
    "share-seen": (
        "Visits in which the visitor was seen, out of all visits without an appointment that began in the period."
    ),
    "survey-top-two": (
        "People satisfied or very satisfied, out of all who gave one of the five answers. Those in between "
        "count; those who do not know do not."
    ),
    "share-measured": ("Promises measured as things happen, out of all."),
    "share-passed": ("Things found as promised, out of all looked for."),
    "share-completed": ("Things done, out of all begun."),
    "share-read": ("Messages read by a person, out of all received."),
    "availability": (
        "Tests made by a machine of ours that arrived, out of all that were due. One that was not made counts as "
        "failed. They are due from the first one made. There is no verdict before so many were due that a single one "
        "cannot decide it: 1,000 for a target of 99.9 %."
    ),
    "share-machine-dates-kept": (
        "Dates given by a machine that were kept, out of all such dates that fell in the period. A machine gives the "
        "last day of another limit, so this says the same of that day and nothing more."
    ),
    "headline-answers": (
        "Our own time limits kept, out of all kept or broken that were due in the period: acknowledgements, dates we "
        "gave and limits in law are not among them."
    ),
    "headline-acknowledgements": (
        "Our own limits on acknowledgements kept, out of all kept or broken that were due in the period."
    ),
    "headline-dates": (
        "Dates given to customers by a person that were kept, out of all such dates that fell in the period."
    ),
    "count-transfers": ("Calls in the period that were passed on, once and more than once."),
    "count-answers": ("Answers to surveys that were sent in the period, beside the number of people asked."),
    "percentiles-response-welfare": (
        "As percentiles-response, for contacts about welfare: whoever wrote said so, or a person confirmed it. All "
        "others are shown beside."
    ),
    "percentiles-response-others": ("As percentiles-response, for contacts that are not about welfare."),
    "count-by-reason": ("Visits in the period, by the reason for coming."),
    "count-by-team": ("Work begun in the period for other teams, by team."),
    "not-measured": ("Nothing is worked out for this promise."),
}

UNITS = {
    "count": "contacts",
    "phone-outcomes": "calls",
    "count-transfers": "calls",
    "count-answers": "answers",
    "count-by-reason": "visits",
    "count-by-team": "pieces of work",
    "percentiles-response-welfare": "working hours",
    "percentiles-response-others": "working hours",
    "percentiles-response": "working hours",
    "mean-wait-answered": "seconds",
    "percentiles-wait": "seconds",
    "mean-wait-seen": "seconds",
}
"""All others are shares, in per cent."""

VERSIONS = {"share-dates-kept": "2", "availability": "2", "share-resolved-first": "2"}


def test_every_formula_is_in_words_with_its_version_and_its_unit():
    assert {id: (one.words, one.unit, one.version) for id, one in FORMULAS.items()} == {
        id: (words, UNITS.get(id, "%"), VERSIONS.get(id, "1")) for id, words in WORDS.items()
    }
