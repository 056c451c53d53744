"""Give the small papers of the pictures what no import brings: pictures, authors, topics, a calendar, a correction, a pick.

`broadsheet manage shell` runs it, while the site is stopped.
"""

from datetime import timedelta

from django.utils import timezone
from wagtail.images.models import Image

from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Calendar,
    Correction,
    Edition,
    Pick,
    Section,
    Topic,
)
from broadsheet.prose.slugs import slugify

AUTHORS = {
    "ar": "ليلى حداد", "de": "Jörg Weiß", "es": "Íñigo Muñoz", "fa": "نسرین پارسا", "fr": "Éloïse Bœuf", "tr": "Çağrı Işık",
}  # fmt: skip
TOPICS = {
    "ar": "جسر نارين", "de": "Narrinbrücke", "es": "Puente de Narrin", "fa": "پل نارین", "fr": "Pont de Narrin",
    "tr": "Narrin Köprüsü",
}  # fmt: skip
TAGLINES = {
    "ar": "صحيفة النهر والميناء", "de": "Zeitung für Fluss und Hafen", "es": "Diario del río y del puerto",
    "fa": "روزنامهٔ رود و بندر", "fr": "Le journal du fleuve et du port", "tr": "Irmağın ve limanın gazetesi",
}  # fmt: skip
CORRECTED = {
    "ar": "ذكر نص سابق سنة خاطئة للجسر.", "de": "In einer früheren Fassung stand ein falsches Baujahr der Brücke.",
    "es": "Una versión anterior daba un año equivocado del puente.", "fa": "در متن پیشین سال ساخت پل نادرست بود.",
    "fr": "Une version antérieure donnait une année fausse pour le pont.",
    "tr": "Önceki metinde köprünün yılı yanlıştı.",
}  # fmt: skip
# Each third story has no picture, as in any paper.
WITHOUT_PICTURE = 3


def fill(language: str) -> None:
    """Fill the paper of a language."""
    edition = Edition.objects.get(locale__language_code=language)
    edition.tagline = TAGLINES[language]
    edition.calendar = Calendar.JALALI if language == "fa" else Calendar.GREGORIAN
    edition.save()
    author, _made = Author.objects.get_or_create(name=AUTHORS[language], slug=f"author-{language}")
    topic, _made = Topic.objects.get_or_create(locale=edition.locale, name=TOPICS[language], slug="bridge")
    drawn = list(Image.objects.filter(width__gte=1200).order_by("pk"))
    stories = list(Article.objects.filter(locale=edition.locale).order_by("-published_at"))
    for number, story in enumerate(stories):
        # A feed's categories are topics; those of these papers are sections.
        story.section = _section(edition, story)
        if number % WITHOUT_PICTURE != WITHOUT_PICTURE - 1:
            story.picture, story.picture_alt = drawn[number % len(drawn)], TOPICS[language]
        story.bylines = [Byline(author=author)]
        story.topics = [topic] if number % 2 == 0 else []
        story.save()
    # This is how the papers were printed, no later change of them.
    Article.objects.filter(locale=edition.locale).update(updated_at=None)
    now = timezone.now()
    Correction.objects.create(article=stories[0], at=now, text=CORRECTED[language])
    Pick.objects.create(edition=edition, article=stories[1], position=1, ends_at=now + timedelta(days=30))


def _section(edition: Edition, story: Article) -> Section:
    name = story.topics.get().name
    found, _made = Section.objects.get_or_create(
        locale=edition.locale, name=name, defaults={"slug": slugify(name, language=edition.language)}
    )
    return found


for each in AUTHORS:
    fill(each)
