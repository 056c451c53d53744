"""A paper in each of the nine languages, with a page of each template, for the checkers of pages."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from wagtail.images.models import Image

from broadsheet.newsroom.models import Author, Correction, Edition, Topic
from factories import make_edition, make_page, make_pick, make_section
from newsstand import publish
from searchable import index_articles


@dataclass(frozen=True)
class Words:
    """What the stories of a language say, so that a checker can tell that they are in it."""

    section: str
    topic: str
    author: str
    headline: str
    text: str


# A picked story, its translation and those of a second page of lists.
STORIES = 26

WORDS = {
    "ar": Words("المدينة", "الجسر", "ليلى حداد", "الجسر الجديد يُفتح يوم السبت", "تقول البلدية إن الجسر يُفتح للسيارات والدراجات في السادسة صباحًا، وقد جاء الناس منذ الفجر."),
    "az": Words("Şəhər", "Körpü", "Günel Əliyeva", "Yeni körpü şənbə günü açılır", "Bələdiyyə deyir ki, körpü səhər saat altıdan avtomobillər və velosipedlər üçün açılacaq, camaat isə sübhdən gəlmişdi."),
    "de": Words("Stadt", "Brücke", "Jörg Weiß", "Die neue Brücke öffnet am Samstag", "Die Stadt sagt, dass die Brücke um sechs Uhr morgens für Autos und Fahrräder öffnet; viele Leute kamen schon in der Nacht."),
    "en": Words("Town", "Bridge", "Hana Ostrow", "The new bridge opens on Saturday", "The council says that the bridge opens at six in the morning for cars and bicycles, and people came before dawn."),
    "es": Words("Ciudad", "Puente", "Íñigo Muñoz", "El puente nuevo abre el sábado", "El ayuntamiento dice que el puente abre a las seis de la mañana para coches y bicicletas, y la gente llegó antes del alba."),
    "fa": Words("شهر", "پل", "نسرین پارسا", "پل نو از شنبه باز می‌شود", "شهرداری می‌گوید پل از ساعت شش صبح برای خودروها و دوچرخه‌ها باز است و مردم از سپیده‌دم آمده بودند."),
    "fr": Words("Ville", "Pont", "Éloïse Bœuf", "Le nouveau pont ouvre samedi", "La mairie dit que le pont ouvre à six heures du matin pour les voitures et les vélos, et les gens sont venus avant l’aube."),
    "ru": Words("Город", "Мост", "Алёна Щукина", "Новый мост откроется в субботу", "В мэрии говорят, что мост откроется в шесть утра для машин и велосипедов, а люди пришли ещё до рассвета."),
    "tr": Words("Şehir", "Köprü", "Çağrı Işık", "Yeni köprü cumartesi açılıyor", "Belediye, köprünün sabah altıda otomobillere ve bisikletlere açılacağını söylüyor; halk gün doğmadan geldi."),
}  # fmt: skip


def print_paper_in(language: str, picture: Image) -> list[str]:
    """Publish a paper in a language, and return the path of a page of each template, front and article first."""
    words = WORDS[language]
    edition = make_edition(language, is_main=True)
    if language == "fa":
        Edition.objects.filter(pk=edition.pk).update(calendar="jalali")
    town = make_section(words.section, slug="town", edition=edition)
    below = make_section(words.topic, slug="below", edition=edition, parent=town)
    full = _full_story(words, picture, edition=edition, section=town)
    for number in range(STORIES):
        publish(
            f"{words.headline} – {number}", slug=f"s-{number}", edition=edition, days_ago=number + 1,
            section=below if number % 3 else town, text=words.text, authors=[words.author], topics=[words.topic],
            picture=None if number % 2 else picture, picture_alt=words.topic,
        )  # fmt: skip
    undated = publish(words.headline, slug="undated", edition=edition, section=town, text=words.text, published_at=None, date_precision="unknown")  # fmt: skip
    other = make_edition("tr" if language == "en" else "en")
    publish(WORDS[other.language].headline, slug="other", edition=other, translation_key=full.translation_key, text=WORDS[other.language].text)  # fmt: skip
    about = make_page(
        words.section, slug="about", edition=edition, body=[("paragraph", f"<p>{words.text}</p>")]
    )
    make_pick(full, ends_at=timezone.now() + timedelta(days=1))
    Correction.objects.create(article=full, at=timezone.now(), text=words.text)
    Author.objects.filter(name=words.author).update(slug="author", picture=picture)
    Topic.objects.filter(locale=edition.locale).update(slug="topic")
    edition.menu = [("section", {"section": town}), ("page", {"page": about, "name": words.section})]
    edition.save(update_fields=["menu"])
    index_articles()
    lists = [
        "section/town/",
        "section/town/?page=2",
        "section/below/",
        "topic/topic/",
        "author/author/",
        "archive/",
    ]
    spans = [f"{full.path[:4]}/", f"{full.path[:7]}/", "undated/"]
    searches = [
        "search/",
        f"search/?q={words.topic}",
        f"search/?q={words.topic}&section=town&order=newest",
        "search/?q=zeppelin",
    ]
    others = [
        "popular/week/",
        "section/town/popular/week/",
        "corrections/",
        "how-popular-is-counted/",
        "nowhere/",
    ]
    pages = [full.get_absolute_url(), undated.get_absolute_url(), about.get_absolute_url()]
    root = edition.root
    return [root, *pages, *(root + each for each in (*lists, *spans, *searches, *others))]


def _full_story(words: Words, picture: Image, **fields):
    """Publish a story that has one of everything."""
    story = publish(
        words.headline, slug="full", days_ago=0.2, standfirst=words.text, kicker=words.topic, kind="opinion",
        authors=[words.author], topics=[words.topic], source=words.section, picture=picture, picture_alt=words.topic,
        picture_caption=words.topic, picture_credit=words.author, updated_at=timezone.now(),
        body=[
            ("paragraph", f'<p>{words.text} <a href="https://example.org/">{words.topic}</a>.</p>'),
            ("heading", {"text": words.topic, "level": "2"}),
            ("paragraph", f"<ul><li>{words.section}</li><li>{words.topic}</li></ul>"),
            ("quotation", {"text": words.headline, "speaker": words.author, "role": words.section}),
            ("picture", {"image": picture, "alt": words.topic, "caption": words.topic, "credit": words.author}),
            ("table", {"columns": [{"type": "text", "heading": words.topic}] * 2, "rows": [{"values": ["2021", "1,204"]}], "caption": words.section}),
        ],
        **fields,
    )  # fmt: skip
    story.columnist = Author.objects.get(name=words.author)
    story.save()
    return story
