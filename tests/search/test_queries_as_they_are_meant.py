"""Readers type on other keys, count in words, misquote, and know the operators of other search engines."""

import pytest
from small_index import ask, found, story


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("en", "Seven trains late", "7 trains"), ("en", "5 ways to vote", "five ways"), ("en", "Queen Elizabeth II", "Elizabeth 2"),
        ("ru", "Три вулкана", "3 вулкана"), ("az", "Beş ev yandı", "5 ev"), ("en", "A road of 5km", "5 km"), ("en", "The 9am train", "9 am"),
        ("en", "A sum of £11million", "11 million"), ("en", "40 kg of gold", "40kg"), ("en", "Pasta at 7 pm", "7pm"),
    ],
)  # fmt: skip
def test_numbers_are_found_in_words_in_digits_and_with_their_units(index, language, written, typed):
    reader = index(story(1, written, language=language), story(2, "Rain", language=language))

    assert found(reader, typed, language=language) == [1]


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [("ru", "Вулкан проснулся", "dekrfy"), ("ru", "Тюрьма закрыта", "n.hmvf"), ("en", "Phablets sell", "зрфидуеы"), ("he", "בוליביה", "cukhchv")],
)  # fmt: skip
def test_a_query_on_other_keys_is_answered_and_shown_as_it_was_meant(index, language, written, typed):
    reader = index(story(1, written, language=language), story(2, "Rain and the n", language=language))

    results = ask(reader, typed, language=language)

    assert [hit.article for hit in results.articles] == [1]
    assert results.did_you_mean.casefold() in written.casefold()


def test_a_query_that_the_archive_knows_is_not_taken_for_another_one(index):
    reader = index(story(1, "Вулкан", language="ru"), story(2, "The album dekrfy", language="ru"))

    assert found(reader, "dekrfy", language="ru") == [2]


@pytest.mark.parametrize("typed", ['"less is mroe"', '"the see is ours"', "“rags too riches”"])
def test_a_phrase_with_a_wrong_word_is_found_by_its_others(index, typed):
    reader = index(
        story(1, "Less is more"),
        story(2, "The sea is ours"),
        story(3, "From rags to riches, and not too late"),
        *(story(each, f"Rain {each}", body="More rain, see you less often.") for each in range(4, 30)),
    )

    right = {"l": 1, "t": 2, "r": 3}[typed[1]]
    assert found(reader, typed)[:1] == [right]


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("ru", "Уильям и Кейт", "William"), ("ru", "Канье Уэст", "West"), ("ru", "Дожди в Хьюстоне", "Houston"), ("az", "Kanye Uest", "West"), ("az", "Şuşada bayram", "Shusha"),
        ("en", "Mikhail Khan", "Mihail Han"), ("ru", "Уоррен победила", "Warren"),
    ],
)  # fmt: skip
def test_names_with_w_and_h_are_found_in_letters_that_have_neither(index, language, written, typed):
    reader = index(story(1, written, language=language), story(2, "Rain", language=language))

    assert found(reader, typed, language=language) == [1]


def test_a_german_compound_is_found_by_its_parts(index):
    reader = index(
        story(1, "Vulkan speit Asche", language="de"),
        story(2, "Ein Nobelpreis für den Frieden", language="de"),
        story(3, "Vulkan", language="de"),
    )

    assert found(reader, "Vulkanasche", language="de")[:1] == [1]
    assert found(reader, "Friedensnobelpreis", language="de")[:1] == [2]


@pytest.mark.parametrize(
    "typed",
    ["phablets site:example.org filetype:pdf", "intitle:phablets inurl:trends sell", "headline:phablets"],
)
def test_operators_of_search_engines_are_no_words(index, typed):
    reader = index(story(1, "Phablets sell"), story(2, "A site with a headline for PDF and the org"))

    assert found(reader, typed)[:1] == [1]


def test_a_query_of_operators_alone_is_looked_up_as_it_is(index):
    reader = index(story(1, "Site and example"), story(2, "Rain"))

    assert found(reader, "site:example") == [1]


def test_a_german_compound_is_found_by_its_parts_in_any_form(index):
    reader = index(story(1, "Züge mit Verspätungen", language="de"), story(2, "Züge", language="de"))

    assert found(reader, "Zugverspätung", language="de")[:1] == [1]


@pytest.mark.parametrize("typed", ["loiseau", "doiseau", "loiseaux"])
def test_a_french_word_is_found_with_an_article_that_lost_its_apostrophe(index, typed):
    reader = index(story(1, "Les oiseaux de l'île", language="fr"), story(2, "La loi", language="fr"))

    assert found(reader, typed, language="fr")[:1] == [1]


def test_a_name_with_a_function_word_in_it_is_found_written_apart(index):
    reader = index(
        story(1, "Captions on YouTube"),
        story(2, "Captions for you", body="It rains."),
        story(3, "More YouTube"),
    )

    assert found(reader, "you tube captions")[:1] == [1]


def test_two_words_that_the_archive_has_apart_are_not_taken_for_one(index):
    reader = index(
        story(1, "A therapist writes"), story(2, "The rapist is caught"), story(3, "The rapist again")
    )

    assert 1 not in found(reader, "the rapist")[:2]


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [("en", "An accessibility plan", "accessib"), ("en", "Popocatepetl erupts", "popocat"), ("ru", "Землетрясение", "землетряс"), ("az", "Şəhərsalma", "sehersal")],
)  # fmt: skip
def test_a_word_that_breaks_off_is_found_whole(index, language, written, typed):
    reader = index(story(1, written, language=language), story(2, "Rain", language=language))

    assert found(reader, typed, language=language) == [1]


def test_the_word_that_was_begun_is_offered_and_stands_first(index):
    access = [story(each, f"Access {each}", body="Access for all.") for each in range(2, 30)]
    reader = index(*(story(each, f"An accessibility plan {each}") for each in range(40, 48)), *access)

    results = ask(reader, "accessib")

    assert results.did_you_mean == "accessibility"
    assert min(hit.article for hit in results.articles[:5]) >= 40


def test_letters_with_a_slash_are_asked_for_together(index):
    reader = index(story(1, "Test many times"), story(2, "An A/B test"))

    assert found(reader, "A/B test")[:1] == [2]
    assert found(reader, "AB test")[:1] == [2]


def test_a_word_is_common_by_the_articles_of_its_edition(index):
    others = [story(each, f"Dil {each}", edition=2, language="az") for each in range(10, 28)]
    reader = index(story(1, "Uşaqlar və dil", language="az"), story(2, "Yağış", language="az"), *others)

    assert found(reader, "xyzxyz dil", language="az") == [1]
