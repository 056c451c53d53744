"""Who holds an office, or wrote the story, makes no two stories related, in whatever language they are told."""

from dataclasses import replace

import pytest

from broadsheet.prose.officials import is_office
from broadsheet.rails.floors import is_near
from broadsheet.rails.hubs import spread
from broadsheet.rails.related import Document, describe, rank, statistics_of

# A story, one that shares an official with it, and one that shares a little of what it is about; then the language.
SAME_OFFICIAL = {
    "en": (
        "The cable to the island was cut at night. Chief constable Nadia Orlova said that an anchor was suspected.",
        "A goose was found harmless in court. Chief constable Nadia Orlova invited it to a show.",
        "Divers looked for an anchor off the island in summer, and drank tea.",
    ),
    "de": (
        "Das Kabel zur Insel wurde nachts gekappt. Polizeisprecherin Nadia Orlova verdächtigt einen Anker.",
        "Eine Gans biss niemanden. Polizeisprecherin Nadia Orlova lud jeden ein.",
        "Taucher suchten im Sommer bei der Insel einen Anker und tranken Tee.",
    ),
    "ru": (
        "Ночью перерезан кабель до острова. Прокурор Надежда Орлова подозревает якорь.",
        "Гусь признан безобидным. Прокурор Надежда Орлова пригласила всех.",
        "Водолазы летом искали якорь возле острова и пили чай.",
    ),
    "az": (
        "Gecə adaya gedən kabel kəsildi. Polis rəisi Nadir Orxanlı lövbərdən şübhələnir.",
        "Qaz zərərsiz sayıldı. Polis rəisi Nadir Orxanlı hamını çağırdı.",
        "Dalğıclar yayda ada yaxınlığında lövbər axtarıb çay içirdilər.",
    ),
    "tr": (
        "Adaya giden kablo gece kesildi. Başsavcı değil, Vali Nadir Orhan çapadan kuşkulanıyor.",
        "Kaz zararsız bulundu. Vali Nadir Orhan herkesi çağırdı.",
        "Dalgıçlar yazın adaya yakın bir çapa arayıp çay içti.",
    ),
    "es": (
        "El cable de la isla fue cortado de noche. El fiscal Nadal Orozco sospecha de un ancla.",
        "Un ganso resultó inofensivo. El fiscal Nadal Orozco invitó a todos.",
        "Unos buzos buscaron un ancla cerca de la isla y tomaron té.",
    ),
    "fr": (
        "Le câble vers une île est coupé. Le procureur Nadal Orvaux soupçonne une ancre.",
        "Une oie paraît douce. Le procureur Nadal Orvaux invita chacun.",
        "Des plongeurs cherchaient une ancre près d’une île, buvant du thé.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", SAME_OFFICIAL)
def test_what_shares_an_official_alone_stands_after_what_is_about_the_same_and_is_not_near(language):
    ranked = by_article(language)

    assert list(ranked) == [3, 2]
    assert (is_near(ranked[3].reason), is_near(ranked[2].reason)) == (True, False)


@pytest.mark.parametrize("language", SAME_OFFICIAL)
def test_what_is_shown_elsewhere_changes_nothing_of_it(language):
    ranked = list(by_article(language).values())

    assert [each.article for each in spread(ranked, {3: 10_000})] == [3, 2]


def test_an_official_is_no_why_word_where_there_is_a_better_one():
    own = story(1, f"{SAME_OFFICIAL['en'][0]} Its gannets flew off.", "en")
    other = story(2, f"{SAME_OFFICIAL['en'][1]} There were gannets too.", "en")

    [only] = rank(own, [other], statistics=statistics_of([own, other]))

    assert only.reason.parts["words"] == ["gannets"]


def test_where_an_official_is_all_there_is_the_reason_says_so():
    own, other = (
        story(number, f"{each} Chief constable Nadia Orlova.", "en")
        for number, each in enumerate(("Fog.", "Sun."))
    )

    [only] = rank(own, [other], statistics=statistics_of([own, other]))

    assert "Nadia Orlova" in only.reason.parts["words"]
    assert not is_near(only.reason)


@pytest.mark.parametrize(
    ("authors", "near"), [((), True), (("Hana Ostrow",), False), (("Ivo Tal", "Hana Ostrow"), False)]
)
def test_the_name_of_who_wrote_a_story_is_no_relation(authors, near):
    own = replace(story(1, "Fog lies over the town, writes Hana Ostrow.", "en"), authors=authors)
    other = story(2, "Sun shines on the hills. Hana Ostrow was there.", "en")

    [only] = rank(own, [other], statistics=statistics_of([own, other]))

    assert (only.reason.parts["words"], is_near(only.reason)) == (["Hana Ostrow"], near)


def test_a_topic_that_both_have_is_a_relation_whoever_speaks():
    own, other = (replace_topics(number, text) for number, text in enumerate(SAME_OFFICIAL["en"][:2]))

    [only] = rank(own, [other], statistics=statistics_of([own, other]))

    assert is_near(only.reason)


def test_a_person_without_an_office_is_a_relation():
    own = story(1, "The cable was cut at night. A diver, Nadia Orlova, saw an anchor.", "en")
    other = story(2, "A goose was found harmless. Nadia Orlova rescued it.", "en")

    [only] = rank(own, [other], statistics=statistics_of([own, other]))

    assert is_near(only.reason)


@pytest.mark.parametrize(
    "word",
    [
        "constable", "Constables", "MINISTER", "spokeswoman", "correspondent", "Bürgermeisterin", "procureure", "alcaldesa", "министра",
        "полицейский", "прокурорами", "nazirinin", "rəisi", "Prezidentin", "bakanı", "muhabiri", "burmistrz", "رئیس", "שר",
    ],
)  # fmt: skip
def test_offices_are_known_in_their_forms(word):
    assert is_office(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "cable",
        "goose",
        "ministry-free",
        "charade",
        "judgement",
        "presidium",
        "мэтр",
        "главный",
        "merak",
        "polistirol",
        "Orlova",
        "photon",
    ],
)
def test_other_words_are_no_offices(word):
    assert not is_office(word)


def by_article(language: str):
    """Return what stands beside the first story of a language, as ranked, by its number."""
    stories = [story(number, text, language) for number, text in enumerate(SAME_OFFICIAL[language], 1)]
    return {
        each.article: each
        for each in rank(stories[0], stories[1:], statistics=statistics_of(stories), floor=0.0)
    }


def story(number: int, text: str, language: str) -> Document:
    return describe(number, headline="", body=text, language=language)


def replace_topics(number: int, text: str) -> Document:
    return describe(number, headline="", body=text, language="en", topics=["Hest cable"])
