"""Versions of one text are one story; texts that share a template, a topic or an event are not."""

import json
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.duplicates import bands, containment, facts, phrases, resemblance, same_story, signature

HEADLINE = "Bakery on the quay opens again after the flood"
BODY = """\
The bakery on the quay opens its door on Monday at six, eleven weeks after the river came in. The oven had been
under water for 9 days and was thought to be lost. A mason from Tolve took it apart brick by brick, dried each
of them in his own barn and put the arch together again without charge. Customers left 340 notes in the letter box
while the house stood empty, and the baker has hung them all along the stairs. She said that she had been ready to
give up in March, when the insurer answered that a cellar is not a shop. The town then lent her 12,000 crowns from
the fund that was made for the bridge. The first loaves are for the fire brigade, which carried the flour out in
the night of the flood. There will be rye, wheat and the small seeded rolls that schoolchildren ask for. Prices
stay what they were, at least until the summer, and on Sundays the shop is to remain closed as it always was."""
# The same text as a translator sends it back: other function words, other endings, a synonym now and then.
TRANSLATED_BACK = """\
On Monday at six the bakery at the quay will open its doors, eleven weeks after the river entered. The oven stood
under water for 9 days and people thought it was lost. A bricklayer from Tolve dismantled it brick after brick, dried
each of them in his own shed and put together the arch again for free. The customers have left 340 notes in the
mailbox while the house was empty, and the baker hung all of them along the staircase. She said she was ready to
give up in March, when the insurer replied that a cellar isn't a shop. Then the town lent her 12 000 crowns from
the fund created for the bridge. The first loaves go to the fire brigade, which carried out the flour in the
night of the flood. There will be rye, wheat and those small seeded rolls which schoolchildren ask for. The prices
remain what they were, at least until summer, and on Sundays the shop will remain closed, as it always was."""
EVENT_TOLD_OTHERWISE = """\
Narrin has its bread back. Eleven weeks ago the river filled the cellar of the quay's only bakery; from Monday
the queue forms again at six in the morning. What saved the business was a loan of 12,000 crowns and a patient
mason, who rebuilt the flooded oven in his spare time. Neighbours had written hundreds of notes of comfort, which
now decorate the staircase. Opening day belongs to the volunteers of the fire brigade. The owner keeps her old
prices for now and will not bake on Sundays."""


def test_the_same_text_again_is_the_same_story():
    assert same_story(signature(HEADLINE, BODY), signature(HEADLINE, BODY))


@pytest.mark.parametrize(
    "headline",
    ["Eleven weeks after the river, bread", "UPDATE: " + HEADLINE, ""],
)
def test_a_retitled_text_is_the_same_story(headline):
    assert same_story(signature(HEADLINE, BODY), signature(headline, BODY))


@pytest.mark.parametrize("share", [0.85, 0.7, 0.5])
def test_a_cut_copy_is_the_same_story(share):
    cut = BODY[: int(len(BODY) * share)]

    assert same_story(signature(HEADLINE, BODY), signature(HEADLINE, cut))


def test_a_text_with_a_paragraph_more_is_the_same_story():
    longer = (
        BODY
        + " On Monday evening the mayor brought 60 eggs and stayed for an hour to hear how the oven was saved."
    )

    assert same_story(signature(HEADLINE, BODY), signature(HEADLINE, longer))


def test_a_text_in_which_a_few_words_were_mended_is_the_same_story():
    mended = BODY.replace("Tolve", "Tolven").replace("340", "341").replace("in March", "at Easter")

    assert same_story(signature(HEADLINE, BODY), signature(HEADLINE, mended))


def test_a_text_that_was_translated_there_and_back_is_the_same_story():
    original, back = signature(HEADLINE, BODY), signature("After the flood, bread again", TRANSLATED_BACK)

    assert same_story(original, back)
    assert set(bands(original)) & set(bands(back))


def test_an_update_with_a_new_lead_and_a_higher_toll_is_the_same_story():
    _lead, rest = BODY.split(". ", 1)
    updated = "Bread is back on the quay: the first loaf was sold this morning. " + rest.replace("340", "412")

    assert same_story(signature(HEADLINE, BODY), signature("First loaf sold", updated))


def test_articles_that_end_with_the_same_paragraph_are_different_stories():
    paragraph = " ".join(BODY.split(". ")[:3])
    first, second = EVENT_TOLD_OTHERWISE + paragraph, " ".join(report("tides", 3)) + paragraph

    assert not same_story(signature("A week at the river", first), signature("A week at the river", second))


def test_a_phrase_is_two_long_words_without_their_endings():
    assert phrases("", "The harbours of the Councillors, 12000 crowns") == {"harbo counc", "counc crown"}


def test_short_words_are_taken_where_a_text_has_no_long_ones():
    assert phrases("Go to", "the sea") == {"go to", "to the", "the sea"}


def test_a_fact_is_two_neighbouring_numbers_or_names():
    assert facts("Today Tolve lent Mr Reyd 12,000 crowns. It was 3.5 %.") == {
        "tolve mr",
        "mr reyd",
        "reyd 12000",
        "12000 35",
    }


@pytest.mark.parametrize("amount", ["12,000", "12.000", "12 000", "12\u202f000"])
def test_a_number_is_the_same_however_it_is_grouped(amount):
    assert facts(f"for {amount} Crowns") == {"12000 crown"}


def test_other_quotation_marks_and_blanks_do_not_make_another_story():
    assert signature(HEADLINE, BODY) == signature(HEADLINE.upper(), BODY.replace(" ", "\n "))


def test_the_same_event_in_other_words_is_another_story():
    assert not same_story(signature(HEADLINE, BODY), signature(HEADLINE, EVENT_TOLD_OTHERWISE))


@pytest.mark.parametrize("template", ["weather", "markets", "football", "tides", "Fähre", "bərə"])
def test_reports_that_share_a_template_are_different_stories(template):
    reports = [signature(*report(template, number)) for number in range(30)]

    pairs = [(a, b) for a in range(30) for b in range(a) if same_story(reports[a], reports[b])]

    assert pairs == []


@pytest.mark.parametrize("template", ["weather", "markets", "football", "tides", "Fähre", "bərə"])
def test_a_report_sent_twice_is_one_story(template):
    headline, body = report(template, 3)

    assert same_story(signature(headline, body), signature("Once more: " + headline, body))


def test_a_line_that_stands_under_every_short_notice_does_not_make_them_one_story():
    notices = [
        "Digging for a new well in Osk",
        "Choir looks for a bass",
        "An evening with three poets from Varre and Linde",
    ]

    signed = [signature(notice, "See all topics at https://narrin.example/topics") for notice in notices]

    assert [same_story(signed[0], other) for other in signed] == [True, False, False]


def test_short_notices_that_differ_in_one_number_are_different_stories():
    first, second = (
        signature(
            "Notice", f"The ferry office asks for patience, the second boat stays away. Notice {number}."
        )
        for number in (7, 8)
    )

    assert not same_story(first, second)


def test_a_short_notice_with_the_agency_in_front_is_the_same_story():
    notice = "The ferry office asks passengers for patience, since the second boat stays in the shipyard."

    assert same_story(signature("", notice), signature("", f"NARRIN (Northwire) – {notice}"))


def test_a_sentence_out_of_a_short_text_is_another_story():
    whole = "The council closed the Saltgate bridge after inspectors found cracks in its northern pier."

    assert not same_story(signature("Bridge closed", whole), signature("Saltgate again open", whole[4:56]))


def test_a_text_without_words_is_nobodys_copy():
    assert (signature("", " … "), bands(()), same_story((), ())) == ((), [], False)


def test_copies_share_a_band_and_strangers_do_not():
    whole, cut = bands(signature(HEADLINE, BODY)), bands(signature(HEADLINE, BODY[: len(BODY) * 7 // 10]))
    other = bands(signature(HEADLINE, EVENT_TOLD_OTHERWISE))

    assert (bool(set(whole) & set(cut)), bool(set(whole) & set(other))) == (True, False)


def test_bands_fit_a_signed_64_bit_column():
    assert all(0 <= key < 2**63 for key in bands(signature(HEADLINE, BODY)))


def test_a_signature_is_short_however_long_the_text():
    signed = signature(HEADLINE, " ".join(f"Harbour{number} {number} quay{number}" for number in range(5000)))

    assert (len(signed), len(bands(signed)), max(signed) < 2**63) == (106, 22, True)


def test_a_signature_of_an_older_release_is_of_no_story_of_this_one():
    older = (140, *range(48), *range(12))

    assert not same_story(older, signature(HEADLINE, BODY))


def test_a_signature_is_the_same_in_every_process():
    code = f"from broadsheet.prose.duplicates import signature; print(signature({HEADLINE!r}, {BODY!r}))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == str(signature(HEADLINE, BODY))


def test_the_story_that_stands_twice_in_the_seed_is_one_story(seed_page):
    text = seed_page.read_text("utf-8")
    start, again = text.index("NATO Chief says"), text.rindex("Editor's choice")
    first, second = text[start : text.index("\nPopular")], text[text.index("NATO Chief says", again) :]
    borrell = text[text.index("Borrell tells") : start]

    assert same_story(signature("", first), signature("", second))
    assert not same_story(signature("", first), signature("", borrell))


def test_real_stories_and_their_translations_do_not_collide(real_data):
    files = [real_data / "ntrex" / f"ntrex.{language}.jsonl" for language in ("az", "en", "ru", "tr", "fa")]
    stories = [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()[:40]]
    signed = [signature(story["title"], "\n".join(story["body"])) for story in stories]

    pairs = [(a, b) for a in range(len(signed)) for b in range(a) if same_story(signed[a], signed[b])]

    assert (pairs, len(signed)) == ([], 200)


def test_the_estimate_is_near_the_truth():
    words = [f"word{number}" for number in range(600)]
    half = signature("", " ".join(words[:300])), signature("", " ".join(words[100:400]))

    assert resemblance(*half) == pytest.approx(0.5, abs=0.2)
    assert containment(signature("", " ".join(words[:300])), signature("", " ".join(words))) > 0.7


def test_an_article_of_four_hundred_words_is_signed_in_two_milliseconds():
    body = " ".join(f"word{number % 290}" for number in range(400))

    seconds = min(timed(body) for _ in range(15))

    # Two milliseconds on a quiet machine; what runs the tests may be three times slower.
    assert seconds < 0.006


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=150), st.text(max_size=150))
def test_resemblance_is_the_same_both_ways(first, second):
    a, b = signature("", first), signature("", second)

    assert 0 <= resemblance(a, b) == resemblance(b, a) <= 1
    assert same_story(a, b) == same_story(b, a)
    assert not a or resemblance(a, a) == 1


def timed(body):
    started = time.perf_counter()
    signature(HEADLINE, body)
    return time.perf_counter() - started


def report(template, number):
    """Make the report of day `number`: same words, other numbers."""
    day, high, wind = 1 + number % 28, 3 + number * 7 % 31, 5 + number * 11 % 60
    if template == "weather":
        return "Weather for Narrin", (
            f"On {day} November temperatures in Narrin will reach {high} degrees in the afternoon and fall to {high - 9} "
            f"degrees at night. The wind blows from the north-west at {wind} kilometres an hour. Rain is expected on the "
            f"coast, with {wind // 3} millimetres until the evening. The lake stands at {440 + high} centimetres. "
            "Drivers are asked to be careful on the bridge and on the road to Tolve."
        )
    if template == "markets":
        return "Markets close", (
            f"The Narrin index closed at {4000 + number * 37} points, a change of {wind / 10} per cent on the day before. "
            f"Trading came to {high * 3} million crowns. Shares of the bank stood at {20 + number * 3}.{day} crowns, those "
            f"of the brewery at {number * 5 + 11}.{wind}. The crown was worth {0.8 + number / 100:.3f} euros. A barrel of "
            f"oil cost {60 + number} dollars and an ounce of gold {1800 + number * 13} dollars in the evening."
        )
    if template == "tides":
        return "High water at Narrin", (
            f"High water stands at the quay at {number % 12}:{10 + number}, {12 + number % 12}:{12 + number} and "
            f"{2 + number / 10} metres. The harbour office asks the owners of small boats to look after their lines, to "
            "keep the steps free and to leave the inner basin to the ferry, which goes by the usual timetable. Whoever "
            "finds a lamp out of order on the mole is asked to tell the watch, which is manned day and night. The mole is "
            "closed to walkers whenever the red flag is up, and dogs are to be kept on a lead on the whole of the quay. "
            "Fishing from the steps is allowed outside the bathing season only, with a card from the harbour office."
        )
    if template == "Fähre":
        return "Fahrplan der Fähre", (
            f"Die Fähre nach Tolve legt am {day}. November um {5 + number % 4}:{10 + number} Uhr, um {9 + number % 5}:{12 + number} "
            f"Uhr und um {15 + number % 6}:{20 + number} Uhr an der Brücke ab. Die Überfahrt dauert {20 + high} Minuten, eine "
            f"Karte kostet {2 + number / 10:.2f} Kronen. Fahrräder und Hunde fahren ohne Aufpreis mit, soweit der Platz auf dem "
            f"Deck reicht. Bei Wind über Stärke {5 + number % 5} bleibt das Schiff im Hafen. Auskunft erteilt die Hafenmeisterei."
        )
    if template == "bərə":
        return "Bərənin hərəkət cədvəli", (
            f"Ayın {day}-də bərə saat {5 + number % 4}:{10 + number}, {9 + number % 5}:{12 + number} və {15 + number % 6}:{20 + number} "
            f"radələrində körpüdən yola düşəcək. Yol {20 + high} dəqiqə çəkir, biletin qiyməti {2 + number / 10:.2f} manatdır. "
            f"Küləyin sürəti saniyədə {wind} metrdən çox olduqda gəmi limanda qalır. Əlavə məlumatı Tolve Liman İdarəsindən "
            "almaq olar. Velosiped və itlər üçün əlavə haqq alınmır, göyərtədə yer olduğu müddətdə."
        )
    home, away = "Narrin", ("Tolve", "Osk", "Varre", "Linde", "Marn")[number % 5]
    return f"{home} against {away}", (
        f"{home} and {away} met before {900 + number * 41} spectators at the stadium on the lake. The score at half time "
        f"was {number % 4}:{number % 3}, the final score {number % 4 + number % 5}:{number % 3 + number % 2}. {home} now "
        f"has {20 + number * 2} points from {10 + number} matches and stands in place {1 + number % 12} of the table. The "
        f"next match is on {day} December at {13 + number % 7}:30."
    )
