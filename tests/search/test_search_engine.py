"""What the engine of the readers' search promises, over a few stories."""

from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_index import NOW, SMALL, ask, found, story

from broadsheet.search import answering
from broadsheet.search.asking import Count, Query
from broadsheet.search.index import IndexReader, IndexWriter
from broadsheet.search.schema import SETTLED
from broadsheet.search.visibility import visible

MOMENT = timedelta(microseconds=1)


def test_a_word_of_the_headline_stands_before_the_standfirst_and_the_body(index):
    reader = index(
        story(1, "River rises", body="The bridge stays open. " * 2),
        story(2, "River rises", standfirst="The bridge stays open."),
        story(3, "The bridge stays open", body="River rises."),
    )

    assert found(reader, "bridge") == [3, 2, 1]


def test_the_short_headline_counts_as_much_as_the_headline(index):
    reader = index(
        story(1, "River rises", teaser="The bridge stays open."),
        story(2, "River rises", other_headlines=("The bridge stays open",)),
    )

    assert found(reader, "bridge") == [2, 1]


def test_the_exact_word_stands_before_its_stem_and_that_before_a_typing_error(index):
    reader = index(
        story(1, "The brigde of the year"),
        story(2, "The bridges of the year"),
        story(3, "The bridge of the year"),
    )

    assert found(reader, "bridge") == [3, 2, 1]


def test_typing_errors_are_not_looked_for_where_five_articles_have_the_word(index):
    reader = index(*(story(n, f"Bridge {n}") for n in range(1, 6)), story(6, "Bride in white"))

    assert sorted(found(reader, "bridge")) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("bridje", "bridge"),
        ("brdige", "bridge"),
        ("bridgee", "bridge"),
        ("brige", "bridge"),
        ("acessibilty", "accessibility"),
    ],
)
def test_one_typing_error_from_four_letters_on_and_two_from_eight(index, typed, written):
    assert found(index(story(1, f"About {written}"), story(2, "Rain")), typed) == [1]


@pytest.mark.parametrize(("typed", "written"), [("cat", "car"), ("bridjje", "bridge"), ("2018", "2019")])
def test_short_words_numbers_and_many_errors_are_other_words(index, typed, written):
    assert found(index(story(1, f"about {written}")), typed) == []


def test_where_no_article_has_all_words_most_of_them_are_enough(index):
    reader = index(
        story(1, "Old bridge closed for repairs"), story(2, "Bridge over the river"), story(3, "Rain")
    )

    assert found(reader, "old bridge closed tomorrow") == [1]


def test_something_is_found_while_one_word_fits(index):
    assert found(index(story(1, "Bridge closed"), story(2, "Rain")), "xyzzy bridge plugh quux") == [1]


def test_quotation_marks_mean_the_phrase(index):
    reader = index(story(1, "Plain language for all"), story(2, "Language plain and simple"))

    assert (found(reader, '"plain language"'), found(reader, "“language plain”")) == ([1], [2])


def test_no_phrase_goes_from_the_headline_into_the_text(index):
    reader = index(story(1, "A word on plain", body="Language matters."), story(2, "Plain language"))

    assert found(reader, '"plain language"') == [2]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Ann Lee", "Ann Lee"),
        ("Ann K. Lee", "Ann Lee"),
        ("ann lee", "Ann K. Lee"),
        ("lee", "Ann Lee"),
        ("Lee Ann", "Ann Lee"),
    ],
)
def test_an_authors_own_articles_stand_before_those_that_mention_them(index, typed, written):
    reader = index(
        story(1, "Ann Lee, Ann Lee and Ann K. Lee", standfirst="Ann Lee", body="Ann Lee " * 9),
        story(2, "Rain", authors=(written,), released=NOW - timedelta(days=4000)),
    )

    assert found(reader, typed) == [2, 1]


@pytest.mark.parametrize(("typed", "written"), [("Ann Leee", "Ann Lee"), ("Gil Alter", "Gil Alter, PhD")])
def test_an_author_is_known_with_a_typing_error_and_without_a_degree(index, typed, written):
    reader = index(
        story(1, f"{written} and {written}", body=f"{written} " * 9),
        story(2, "Rain", authors=(written,), released=NOW - timedelta(days=4000)),
    )

    assert found(reader, typed) == [2, 1]


def test_an_author_named_among_other_words_stands_before_those_who_are_mentioned(index):
    reader = index(
        *(story(n, f"Ann Lee writes articles {n}", body="Articles by Ann Lee.") for n in range(1, 7)),
        story(7, "A bridge", body="It was built by hand.", authors=("Ann Lee",)),
        story(8, "Rain", authors=("Ann Lee",)),
    )

    assert found(reader, "articles by Ann Lee")[0] == 7
    assert 8 not in found(reader, "articles by Ann Lee")


def test_a_topic_with_a_hyphen_is_known_without(index):
    reader = index(
        story(1, "Tea", body="Human centered design."), story(2, "Tea", topics=("Human-centered design",)),
    )  # fmt: skip

    assert found(reader, "human centered design")[0] == 2


def test_chinese_is_found_and_marked_in_either_writing(index):
    reader = index(story(1, "動物園的熊貓", language="zh-Hant"), story(2, "足球比赛", language="zh-Hans"))
    hit = ask(reader, "熊猫", language="zh-Hant").articles[0]

    assert (hit.article, hit.headline.marks) == (1, ((4, 6),))
    assert found(reader, "足球比賽", language="zh-Hans") == [2]


def test_a_question_is_answered_by_the_headline_that_says_most_of_it(index):
    usual = "This is how to make rain, and words that are usual. "
    reader = index(
        story(1, "Accessible videos"),
        story(2, "Rain", body=f"{usual * 9} Some videos are not accessible. {usual * 9}"),
        *(story(number, "Rain", body=usual) for number in range(3, 40)),
    )

    assert found(reader, "how to make videos that are accessible?")[0] == 1


def test_a_word_of_another_edition_is_unknown_here(index):
    reader = index(
        *(story(n, "Trump speaks", edition=2) for n in range(2, 30)), story(1, "Речь Трампа", language="ru")
    )

    assert found(reader, "Trump", language="ru") == [1]


def test_topics_sections_and_people_are_found(index):
    reader = index(
        story(1, "Rain", topics=("Human-centered design",)),
        story(2, "Snow", sections=("Weather",)),
        story(3, "Hail", people=("Leyla Əliyeva",)),
    )

    assert [found(reader, each) for each in ("human centered design", "weather", "Leyla Aliyeva")] == [
        [1],
        [2],
        [3],
    ]


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("az", "Azərbaycan", "azerbaycan"),
        ("az", "QIZIL ŞİRKƏT", "qizil sirket"),
        ("az", "Bakıda çiçək öyün", "bakida cicek oyun"),
        ("tr", "Işık Güneş Çağ", "ISIK gunes cag"),
        ("de", "Straße Müller Größe", "strasse mueller groesse"),
        ("de", "Strasse Mueller", "Straße Müller"),
        ("da", "Jørgensen Ærø", "Jorgensen Aero"),
        ("en", "Jørgensen", "Jorgensen"),
        ("ru", "Ёлка и счёт", "елка счет"),
        ("ru", "елка", "ёлка"),
        ("fr", "élève œuvre garçon", "eleve oeuvre garcon"),
        ("es", "niño corazón", "nino corazon"),
        ("pl", "Łódź żółty", "lodz zolty"),
        ("vi", "Đà Nẵng", "da nang"),
        ("el", "Ελλάδα ήλιος", "ελλαδα ηλιος"),
        ("fa", "کتاب علی", "كتاب علي"),
        ("fa", "۱۴۰۳", "1403"),
        ("ar", "أحمد مسؤول شيء كِتَاب", "احمد مسوول شي كتاب"),
        ("ar", "مدرسة", "مدرسه"),
        ("he", "שלום ארץ", "שלומ ארצ"),
        ("he", "שָׁלוֹם", "שלום"),
        ("en", "ＡＢＣ news", "abc"),
        ("ja", "ﾆｭｰｽ速報", "ニュース"),
        ("en", "e-mail", "email"),
        ("en", "email", "e-mail"),
        ("en", "O'Reilly", "oreilly"),
        ("en", "U.S. Census", "us census"),
        ("he", 'צה"ל', "צהל"),
    ],
)
def test_a_word_is_found_as_people_type_it(index, language, written, typed):
    reader = index(story(1, f"{written}.", language=language), story(2, "9", language=language))

    assert found(reader, typed, language=language) == [1]


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("zh", "北京昨晚遭遇暴雨", "北京暴雨"),
        ("zh", "北京昨晚遭遇暴雨", "雨"),
        ("ja", "首相が東京で会見した", "東京の首相"),
        ("th", "กรุงเทพมหานครน้ำท่วม", "น้ำท่วม"),
        ("ko", "대통령이 서울에서 말했다", "대통령은"),
    ],
)
def test_scripts_without_blanks_are_found_by_runs_of_two_letters(index, language, text, typed):
    reader = index(story(1, text, language=language), story(2, "一二三四五六", language=language))

    assert found(reader, typed, language=language) == [1]


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("az", "Tramp Bakıda", "Trump"),
        ("ru", "Речь Эрдогана", "Erdoğan"),
        ("en", "Zelenskyy speaks", "Зеленский"),
        ("en", "Muhammad speaks", "Mohammed"),
        ("fa", "ترامپ در تهران", "Trump"),
        ("en", "Catherine speaks", "Katherine"),
        ("he", "נאום של טראמפ", "Trump"),
        ("ar", "ترامب في باريس", "Trump"),
        ("ur", "ٹرمپ کی ریلی", "Трамп"),
    ],
)
def test_a_name_is_found_as_it_is_spelt_elsewhere(index, language, written, typed):
    reader = index(story(1, written, language=language), story(2, "Xyz", language=language))

    assert found(reader, typed, language=language) == [1]


def test_the_archives_own_word_is_proposed(index):
    reader = index(*(story(n, f"Accessibility for all {n}") for n in range(1, 4)))

    assert ask(reader, "Acessibility for all").did_you_mean == "Accessibility for all"


def test_nothing_is_proposed_where_the_word_is_found(index):
    assert ask(index(story(1, "Bridge"), story(2, "Bridges")), "bridges").did_you_mean is None


def test_freshness_decides_between_articles_that_fit_alike(index):
    reader = index(
        story(1, "Bridge closed", released=NOW - timedelta(days=3000)),
        story(2, "Bridge closed", released=NOW - timedelta(days=3)),
        story(3, "Bridge closed", released=NOW - timedelta(days=900)),
    )

    assert found(reader, "bridge") == [2, 3, 1]


def test_newest_first_is_in_the_order_of_release(index):
    reader = index(
        story(1, "Rain", body="A bridge.", released=NOW - timedelta(days=1)),
        story(2, "Bridge of bridges", released=NOW - timedelta(days=2)),
    )

    assert found(reader, "bridge", order="newest") == [1, 2]


@pytest.mark.parametrize("order", ["best", "newest"])
def test_stories_alike_stand_in_one_order_however_the_index_came_about(tmp_path, order):
    stories = [story(number, "The bridge is closed") for number in range(1, 21)]
    shuffled = stories[7::-1] + stories[:7:-1]
    for name, batches in (("at once", [stories]), ("one by one", [[each] for each in shuffled])):
        with IndexWriter(tmp_path / name, heap_bytes=SMALL) as writer:
            for place, batch in enumerate(batches, start=1):
                writer.put(batch, now=NOW)
                writer.commit(place)
    orders = [
        found(IndexReader(tmp_path / name), "bridge", order=order, limit=20)
        for name in ("at once", "one by one")
    ]

    assert orders == [list(range(20, 0, -1))] * 2


def test_filters_restrict_and_each_count_leaves_its_own_filter_aside(index):
    reader = index(
        story(1, "Bridge", section_ids=(1,), author_ids=(7,), year=2025),
        story(2, "Bridge", section_ids=(2,), author_ids=(7, 8), year=2026),
    )
    results = ask(reader, "bridge", section=2)

    assert (results.count, results.sections, results.authors, results.years) == (
        1,
        (Count(1, 1), Count(2, 1)),
        (Count(7, 1), Count(8, 1)),
        (Count(2026, 1),),
    )


@pytest.mark.parametrize(
    "typed", ["bridge", "bridge closed", "brigde", "where is the old bridge closed today"]
)
def test_a_filter_leaves_as_many_articles_as_its_count_says(index, typed):
    """Few articles within a filter are no reason to add what merely resembles the words."""
    reader = index(
        *(story(n, f"Old bridge closed {n}", section_ids=(1,), author_ids=(7,)) for n in range(1, 6)),
        story(6, "Old bridge closed", section_ids=(2,), author_ids=(8,), year=2026),
        story(7, "Bride in an old gown", section_ids=(2,), author_ids=(8,), year=2026),
        story(8, "Bridge", section_ids=(2,), author_ids=(7,), year=2024),
    )
    everything = ask(reader, typed)
    for name in ("section", "author", "year"):
        counts = getattr(everything, f"{name}s")
        narrowed = [ask(reader, typed, **{name: each.value}) for each in counts]

        assert [each.count for each in narrowed] == [each.articles for each in counts]
        assert [len(each.articles) for each in narrowed] == [each.articles for each in counts]
        assert all(getattr(each, f"{name}s") == counts for each in narrowed)


def test_a_filter_that_leaves_nothing_still_counts_what_others_leave(index):
    results = ask(index(story(1, "Bridge", section_ids=(1,))), "bridge", section=2)

    assert (results.count, results.sections) == (0, (Count(1, 1),))


def test_pages_follow_each_other_without_gap_or_repetition(index):
    reader = index(*(story(n, f"Bridge {n}", released=NOW - timedelta(days=n)) for n in range(1, 31)))
    pages = [found(reader, "bridge", offset=offset, limit=7) for offset in range(0, 35, 7)]

    assert sorted(chain.from_iterable(pages)) == list(range(1, 31))


def test_another_editions_articles_are_not_found(index):
    assert found(index(story(1, "Bridge", edition=2), story(2, "Bridge")), "bridge") == [2]
    assert found(index(story(1, "Bridge", edition=12), story(2, "Bridge", edition=12)), "bridge") == []


def test_an_edition_is_alone_until_another_has_an_article(tmp_path):
    """The index counts deleted versions of an article until it merges their segment."""
    with IndexWriter(tmp_path, heap_bytes=SMALL) as writer:
        for _ in range(3):
            writer.put([story(number, "Bridge") for number in range(1, 9)], now=NOW)
            writer.commit(1)
        assert len(found(IndexReader(tmp_path), "bridge")) == 8
        writer.put([story(9, "Bridge", edition=2)], now=NOW)
        writer.commit(2)

        assert len(found(IndexReader(tmp_path), "bridge")) == 8
        assert found(IndexReader(tmp_path), "bridge", edition=2) == [9]


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    released=st.integers(-3, 3),
    lasts=st.one_of(st.none(), st.integers(1, 6)),
    now=st.integers(-4, 10),
    written=st.sampled_from([timedelta(), SETTLED, SETTLED - MOMENT, -SETTLED]),
)
def test_an_article_is_found_from_its_release_until_it_expires_to_the_microsecond(
    tmp_path_factory, released, lasts, now, written
):
    expires = None if lasts is None else NOW + (released + lasts) * MOMENT
    folder = tmp_path_factory.mktemp("moments")
    with IndexWriter(folder, heap_bytes=SMALL) as writer:
        stories = [story(1, "Bridge", released=NOW + released * MOMENT, expires=expires)]
        writer.put(stories, now=NOW + min(now, 0) * MOMENT + written)
        writer.commit(1)
    is_visible = released <= now and (lasts is None or now < released + lasts)
    query = Query(text="bridge", edition=1, language="en", now=NOW + now * MOMENT)

    assert IndexReader(folder).search(query).count == int(is_visible)


def test_words_asked_for_are_marked_in_headline_and_passage(index):
    body = "Nothing here at all. " * 30 + "Then the bridges closed. " + "More of nothing. " * 30
    hit = ask(index(story(1, "Bridge, closed", body=body)), "bridge closed").articles[0]

    assert [piece for piece, is_marked in hit.headline.pieces() if is_marked] == ["Bridge", "closed"]
    assert [piece for piece, is_marked in hit.passage.pieces() if is_marked] == ["bridges", "closed"]


def test_a_corrected_word_is_marked_too(index):
    hit = ask(index(story(1, "Accessibility")), "acessibility").articles[0]

    assert hit.headline.pieces() == [("Accessibility", True)]


def test_only_twelve_words_are_used(index):
    reader = index(story(1, " ".join(f"word{chr(97 + n)}" for n in range(14))), story(2, "Rain"))
    twelve = " ".join(f"word{chr(97 + n)}" for n in range(12))

    assert found(reader, f"{twelve} rain") == [1]


@pytest.mark.parametrize(
    "text", ["", " ", "?!", '"', "“”", "_", "___ -", "\0", "\ud800", "AND OR NOT ( [ ^ ~ * :"]
)
def test_nothing_that_is_typed_is_an_error(index, text):
    assert ask(index(story(1, "Bridge")), text).count == 0


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60), language=st.sampled_from(["en", "az", "tr", "fa", "he", "zh", "th", "de", ""])
)
def test_whatever_a_headline_says_it_is_found_by_it(tmp_path_factory, text, language):
    folder = tmp_path_factory.mktemp("any")
    with IndexWriter(folder, heap_bytes=SMALL) as writer:
        writer.put([story(1, text, language=language)], now=NOW)
        writer.commit(1)
    results = IndexReader(folder).search(Query(text=text, edition=1, language=language, now=NOW))
    marks = [mark for hit in results.articles for mark in hit.headline.marks]

    assert all(0 <= start < end <= len(text) for start, end in marks)
    assert results.count == 1 or not any(letter.isalnum() for letter in text)


def test_the_most_used_names_are_suggested(index):
    reader = index(
        story(1, "A", topics=("Rain",), authors=("Ann Lee",)),
        story(2, "B", topics=("Rain",), sections=("City",)),
        story(3, "C", topics=("Secret",), released=NOW + timedelta(days=1)),
        story(4, "D", topics=("Elsewhere",), edition=2),
    )

    assert (reader.names(edition=1, now=NOW, limit=1), sorted(reader.names(edition=1, now=NOW))) == (
        ["Rain"],
        ["Ann Lee", "City", "Rain"],
    )


def test_an_edition_is_not_taken_for_alone_because_another_left_meanwhile(tmp_path, monkeypatch):
    """Threads share an index: another one may reload it at any moment of an answer."""
    with IndexWriter(tmp_path, heap_bytes=SMALL) as writer:
        writer.put([story(1, "Bridge"), story(2, "Bridge", edition=2)], now=NOW)
        writer.commit(1)
        reader = IndexReader(tmp_path)
        writer.remove([2])
        writer.put([story(1, "Bridge")], now=NOW)
        writer.commit(2)

    def one_that_another_reloads(index, *given):
        reader.reload()
        return visible(index, *given)

    monkeypatch.setattr(answering, "visible", one_that_another_reloads)

    assert found(reader, "bridge") == [1]
