"""Look at the lines of a page flattened to text: which are prose, which name a rail, which are furniture."""

import re
from dataclasses import dataclass

from ...prose.dates import written_dates
from ...prose.sentences import ends_sentence
from ...prose.typography import comparable, without_controls

# Headings over lists of other stories. Compared without case and punctuation.
RAILS = frozenset(
    """
    related articles|related stories|related news|related posts|related content|related links|related topics|related
    editors choice|editor s choice|editors picks|editor s picks|editors pick|top picks|our picks|staff picks
    popular|most popular|most read|most viewed|most shared|most commented|trending|trending now|top stories|top news|hot news
    latest|latest news|latest articles|latest posts|recent posts|recent articles|recent news|recent comments|more news|more stories
    read also|see also|also read|read more|read next|up next|you may also like|you might also like|recommended|recommended for you
    more from this section|more on this story|other news|other articles|from our partners|comments|leave a reply|leave a comment
    oxşar xəbərlər|əlaqəli xəbərlər|digər xəbərlər|son xəbərlər|ən çox oxunanlar|çox oxunanlar|redaktorun seçimi|həmçinin oxuyun
    populyar|xəbər lenti|günün xəbərləri|şərhlər
    похожие статьи|похожие новости|похожие материалы|по теме|материалы по теме|читайте также|читать также|самое читаемое
    популярное|популярные новости|популярные|выбор редакции|выбор редактора|последние новости|новости по теме|другие новости
    новости партнеров|рекомендуем|рекомендуемые|комментарии|лента новостей|главное
    ilgili haberler|benzer haberler|diğer haberler|son haberler|en çok okunanlar|çok okunanlar|editörün seçimi|öne çıkanlar|yorumlar
    ähnliche artikel|verwandte artikel|mehr zum thema|meistgelesen|meistgelesene artikel|das könnte sie auch interessieren
    neueste artikel|neueste beiträge|letzte beiträge|weitere artikel|weitere beiträge|lesen sie auch|kommentare|empfehlungen
    articles similaires|articles liés|à lire aussi|lire aussi|les plus lus|le plus lu|à la une|commentaires|sur le même sujet
    artículos relacionados|noticias relacionadas|lo más leído|más leídas|te puede interesar|también te puede interesar|comentarios
    potrebbe interessarti|articoli correlati|i più letti|commenti|powiązane artykuły|najpopularniejsze|najczęściej czytane
    """.replace("\n", "|").split("|")
) - {""}
RAIL_NAMES = frozenset(name.strip() for name in RAILS if name.strip())
SHORTEST_NAME = min(map(len, RAIL_NAMES))

_FURNITURE = re.compile(
    r"(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|telegram|linkedin|pinterest|instagram|youtube|vkontakte|subscribe|"
    r"sign up|sign in|log ?in|register|advertis\w*|sponsored|cookies?|privacy policy|terms of use|copyright|all rights reserved|"
    r"home|menu|search|contact us|about us|newsletter|paylaş|reklam|axtar|ana səhifə|поделиться|реклама|подписаться|"
    r"войти|меню|поиск|teilen|drucken|anmelden|impressum|datenschutz\w*|partager|imprimer|compartir|paylaş\w*)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por|автор|müəllif|text|foto|photo|photograph)\b[:\s]", re.IGNORECASE)
_RIGHTS = re.compile(r"©|\(c\)\s*\d{4}|all rights reserved|alle rechte", re.IGNORECASE)
# A day, a month in whatever language, a year: "Donnerstag, 31. Mai 2012".
_DAY_AND_YEAR = re.compile(
    r"(?:[^\W\d]+[,.]?\s+){0,2}\d{1,2}[.,]?\s*[^\W\d]*[./\s-]\s*\d{0,2}[./\s-]?(?:19|20)\d\d\b"
)
_TIGHT = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
LONG = 160
PROSE_WORDS = 9
TIGHT_PROSE = 30
# This many words of one letter, and the blanks between them.
SHORTEST_PROSE = 2 * PROSE_WORDS - 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or one paragraph that was wrapped over several."""

    text: str
    is_prose: bool
    is_rail: bool
    follows_gap: bool

    @property
    def is_furniture(self) -> bool:
        return not self.is_prose and (
            (len(self.text) <= 60 and bool(_FURNITURE.match(self.text))) or bool(_RIGHTS.search(self.text))
        )

    @property
    def is_byline(self) -> bool:
        return not self.is_prose and len(self.text) <= 80 and bool(_BYLINE.match(self.text))

    @property
    def is_date(self) -> bool:
        """Return True if the line is little more than a date."""
        if self.is_prose or len(self.text) > 90:
            return False
        if len(self.text) <= 50 and _DAY_AND_YEAR.match(self.text):
            return True
        found = written_dates(self.text)
        return bool(found) and len(self.text) <= 3 * sum(len(each.text) for each in found)

    @property
    def weight(self) -> int:
        """What the line says for being in a story: prose for it, fragments against it."""
        if self.is_prose:
            return min(len(self.text), 600)
        if ends_sentence(self.text) and len(self.text.split()) >= 3:
            return len(self.text)
        return -45

    @property
    def key(self) -> str:
        return comparable(self.text)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a page that say something, wrapped paragraphs joined."""
    found: list[Line] = []
    for group in re.split(r"\n[^\S\n]*\n", without_controls(text).replace("\r\n", "\n").replace("\r", "\n")):
        group_lines = [" ".join(each.split()) for each in group.split("\n")]
        for number, line in enumerate(_joined([each for each in group_lines if each])):
            found.append(Line(line, _is_prose(line), _is_rail(line), follows_gap=number == 0))
    return found


def _is_rail(text: str) -> bool:
    return len(text) >= SHORTEST_NAME and comparable(text) in RAIL_NAMES


def _is_prose(text: str) -> bool:
    if len(text) < SHORTEST_PROSE:
        return False
    if _TIGHT.search(text):
        return (len(text) >= TIGHT_PROSE and ends_sentence(text)) or len(text) >= LONG
    return (len(text.split()) >= PROSE_WORDS and ends_sentence(text)) or len(text) >= LONG


def _joined(lines: list[str]) -> list[str]:
    """Join the lines of a paragraph that was wrapped to a width."""
    full = lines[:-1]
    if len(lines) < 3 or not all(50 <= len(each) <= 100 for each in full):
        return lines
    if (
        sum(ends_sentence(each) for each in full) * 2 > len(full)
        or max(map(len, full)) - min(map(len, full)) > 25
    ):
        return lines
    return [" ".join(lines)]
