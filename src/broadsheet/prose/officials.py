"""Know the words of offices, beside which stands the name of whoever holds one: "Chief constable Nadia Orlova"."""

import re
from functools import lru_cache

from .terms import fold

# Folded words; one that ends in "*" has endings of up to so many letters after it.
_LONGEST_ENDING = 4
# Offices, ranks, and the bodies that speak through them, then the crafts of who writes and photographs a paper.
_WORDS = """
    police policeman policewoman constable* sergeant* sheriff* marshal* inspector* superintendent* detective* officer* captain* lieutenant*
    colonel* general generals admiral* commander* commissioner* chief chiefs mayor* deputy deputies minister* ministry president* chancellor* premier
    governor* senator* secretary secretaries spokesman spokeswoman spokesperson* director* chairman chairwoman chairperson* chair
    councillor* councilor* alderman ambassador* prosecutor* attorney* judge judges magistrate* coroner* bishop* archbishop* head
    reporter* correspondent* editor* columnist* journalist* photographer* photo photos
    polizei polizist* kommissar* hauptkommissar* bürgermeister* oberbürgermeister* landrat* minister* ministerin kanzler* präsident* sprecher*
    staatsanwalt* staatsanwältin richter* abgeordnete* vorsitzende* leiter* chef* redakteur* korrespondent* reporterin fotograf*
    policier* gendarme* commissaire* maire* ministre* président* chancelier* préfet* gouverneur* sénateur* porte parole procureur* juge*
    directeur* directrice* secrétaire* député* ambassadeur* évêque* journaliste* juges correspondant* rédacteur* rédactrice* photographe*
    policía* guardia comisario* alcalde* alcaldesa* ministr* presidente* presidenta* canciller* gobernador* senador* portavoz* fiscal* juez*
    jueza* director* diputad* secretari* embajador* obispo* periodista* corresponsal* redactor* fotógraf*
    polizia carabinieri questore sindac* ministr* presidente* cancelliere prefetto governatore senator* portavoce procurator* giudic* direttor*
    segretari* deputat* ambasciator* vescovo giornalist* corrispondent* redattor* fotograf*
    prefeit* polícia delegad* governador* porta voz promotor* juiz* juíza* secretári* embaixador* jornalista* repórter*
    полици* полицейск* участков* начальник* майор* полковник* подполковник* генерал* капитан* лейтенант* сержант* адмирал* командир*
    комиссар* инспектор* следователь следователя прокурор* судья судьи судью мэр* губернатор* глава главы главе главу министр* министерств*
    президент* премьер* канцлер* депутат* сенатор* секретар* пресс представител* спикер* директор* председател* посол* епископ*
    корреспондент* журналист* редактор* обозревател* фотограф* фото
    polis* müfəttiş* rəis* başçı* mayor polkovnik* general* kapitan* leytenant* serjant* admiral* komandir* müstəntiq* prokuror* hakim*
    nazir* nazirli* prezident* deputat* katib* sözçü* direktor* sədr* səfir* qubernator* mer meri müxbir* jurnalist* redaktor* fotoqraf* foto
    emniyet komiser* müdür* vali* kaymakam* belediye başkan* bakan* bakanlı* cumhurbaşkan* başbakan* milletvekil* sekreter* savcı* yargıç*
    hâkim* büyükelçi* genelkurmay albay* binbaşı* yüzbaşı* teğmen* muhabir* gazeteci* editör* yazar* fotoğraf*
    policja policjant* komendant* komisarz* burmistrz* prezydent* minist* premier* rzecznik* prokurator* sędzia sędziego starost* wojewod*
    burgemeester* politie agent* woordvoerder* officier* wethouder* staatssecretaris
    وزیر رئیس پلیس سخنگو سخنگوی شهردار استاندار فرمانده سردار ژنرال دادستان قاضی نماینده صدر پولیس ترجمان گورنر جنرل خبرنگار نامه‌نگار صحافی
    שר שרת השר השרה נשיא הנשיא משטרה המשטרה דובר דוברת מפכ״ל ניצב סגן ראש שופט השופט פרקליט אלוף רמטכ״ל כתב כתבת כתבנו עורך צלם
"""
# German writes an office and whose it is as one word: "Polizeisprecherin", "Innenminister".
_LAST_PARTS = tuple(
    f"{each}{ending}"
    for each in ("sprecher", "minister", "präsident", "kommissar", "direktor", "anwalt")
    for ending in ("", "in", "s")
)
_WHOLE = frozenset(each for each in _WORDS.split() if not each.endswith("*"))
_BEGINNINGS = frozenset(each[:-1] for each in _WORDS.split() if each.endswith("*"))
_SHORTEST_BEGINNING = min(map(len, _BEGINNINGS))
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1 << 14)
def is_office(word: str) -> bool:
    """Return True if a word is an office, a rank, or the craft of who writes a paper, in one of the languages known here."""
    folded = fold(word)
    if folded in _WHOLE or folded.endswith(_LAST_PARTS):
        return True
    first = max(_SHORTEST_BEGINNING, len(folded) - _LONGEST_ENDING)
    return any(folded[:end] in _BEGINNINGS for end in range(first, len(folded) + 1))


@lru_cache(maxsize=1 << 14)
def is_of_offices(words: str) -> bool:
    """Return True if all words of a name are offices: "Chief Constable"."""
    found = _LETTERS.findall(words)
    return bool(found) and all(map(is_office, found))


@lru_cache(maxsize=1 << 14)
def has_office(words: str) -> bool:
    """Return True if one of the words of a name is an office: "Constable Orlova"."""
    return any(map(is_office, _LETTERS.findall(words)))
