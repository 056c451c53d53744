"""Bring forms of a word together that no stemmer knows: "teeth" and "tooth", "luces" and "luz", "люди" and "человек"."""

import re
from functools import cache

from .folding import plain
from .stems import primary

# Each line: the form that the others become. Left out are forms that are words of their own: left, saw, found, met, lives.
_ENGLISH = """
child children;man men;woman women;foot feet;tooth teeth;goose geese;mouse mice;ox oxen
knife knives;wife wives;loaf loaves;thief thieves;half halves;shelf shelves;wolf wolves;calf calves;scarf scarves;hoof hooves
criterion criteria;phenomenon phenomena;analysis analyses;crisis crises;thesis theses;hypothesis hypotheses;diagnosis diagnoses
fungus fungi;cactus cacti;nucleus nuclei;alumnus alumni;stimulus stimuli;curriculum curricula;bacterium bacteria
memorandum memoranda;appendix appendices;index indices;matrix matrices
arise arose arisen;beat beaten;become became;begin began begun;bend bent;bite bitten;bleed bled;blow blew blown
break broke broken;breed bred;bring brought;build built;buy bought;catch caught;choose chose chosen;cling clung;come came
creep crept;deal dealt;dig dug;draw drew drawn;drink drank drunk;drive drove driven;eat ate eaten;fall fell fallen;feel felt
fight fought;flee fled;fly flew flown;forbid forbade forbidden;forget forgot forgotten;forgive forgave forgiven
freeze froze frozen;give gave given;go went gone;grow grew grown;hang hung;hear heard;hide hid hidden;hold held;keep kept
kneel knelt;know knew known;lead led;lend lent;lose lost;make made;mislead misled;mistake mistook mistaken
overcome overcame;oversee oversaw overseen;overthrow overthrew overthrown;pay paid;rebuild rebuilt;ride rode ridden
rewrite rewrote rewritten;ring rang rung;rise risen;run ran;say said;see seen;seek sought;sell sold;send sent;shake shook shaken
shine shone;shoot shot;show shown;shrink shrank shrunk;sing sang sung;sink sank sunk;sit sat;sleep slept;slide slid
speak spoke spoken;spend spent;spin spun;stand stood;steal stole stolen;stick stuck;sting stung;strike struck;swear swore sworn
sweep swept;swim swam swum;swing swung;take took taken;teach taught;tear tore torn;tell told;think thought;throw threw thrown
undergo underwent undergone;understand understood;undertake undertook undertaken;uphold upheld;wake woke woken;wear wore worn
weep wept;win won;withdraw withdrew withdrawn;write wrote written
"""
_GERMAN = """
sterben starb starben gestorben;gehen ging gingen gegangen;nehmen nahm nahmen genommen;geben gab gaben gegeben
sehen sah sahen gesehen;kommen kam kamen gekommen;schreiben schrieb schrieben geschrieben
sprechen sprach sprachen gesprochen;brechen brach brachen gebrochen;treffen traf trafen getroffen
gewinnen gewann gewannen gewonnen;verlieren verlor verloren;steigen stieg stiegen gestiegen;fallen fiel fielen gefallen
angreifen angriff angriffen angegriffen;schießen schoss schossen geschossen;stehlen stahl stahlen gestohlen
treten trat traten getreten;verbieten verbot verboten;bieten geboten;fliegen flog flogen geflogen;fliehen floh flohen geflohen
helfen half halfen geholfen;laufen lief liefen gelaufen;lesen las lasen gelesen;schließen schloss schlossen geschlossen
schlagen schlug schlugen geschlagen;werfen warf warfen geworfen;wachsen wuchs wuchsen gewachsen;sinken sank sanken gesunken
singen sang sangen gesungen;trinken trank tranken getrunken;ertrinken ertrank ertranken ertrunken;fahren fuhr fuhren gefahren
tragen trug trugen getragen;bringen brachte brachten gebracht;denken dachte dachten gedacht;finden fand fanden gefunden
"""
_FRENCH = """
travail travaux;vitrail vitraux;bail baux;corail coraux;œil yeux;ciel cieux
"""
_SPANISH = """
joven jóvenes;imagen imágenes;morir muere mueren murió murieron muerto;hacer hizo hicieron hecho;decir dijo dijeron dicho
poder pudo pudieron;perder pierde pierden;volver vuelve vuelven vuelto;dormir duerme duermen durmió;pedir pide piden pidió
jugar juega juegan;romper roto;abrir abierto;escribir escrito;traer trajo trajeron;conducir condujo condujeron
"""
_RUSSIAN = """
человек люди людей людям людьми людях;ребёнок ребёнка дети детей детям детьми детях
идти идёт шёл шла шли;прийти пришёл пришла пришли;уйти ушёл ушла ушли;найти нашёл нашла нашли
"""
_ARABIC = """
مدرسة مدارس;كتاب كتب;رجل رجال;منزل منازل;بيت بيوت;شارع شوارع;طريق طرق;مدينة مدن;قرية قرى;دولة دول;شركة شركات;بنك بنوك;مصرف مصارف
سعر أسعار;خبر أخبار;حرب حروب;جيش جيوش;قائد قادة;وزير وزراء;رئيس رؤساء;زعيم زعماء;نائب نواب;طالب طلاب طلبة;عامل عمال;طفل أطفال
ولد أولاد;امرأة نساء;شخص أشخاص;حزب أحزاب;قانون قوانين;قرار قرارات;مشروع مشاريع;صورة صور;فيلم أفلام;لاعب لاعبون;فريق فرق
مرض أمراض;طبيب أطباء;مستشفى مستشفيات;دواء أدوية;مطار مطارات;ميناء موانئ;سفينة سفن;قطار قطارات;جسر جسور;نهر أنهار;بحر بحار
جبل جبال;حقل حقول;مصنع مصانع;متجر متاجر;سوق أسواق;مسجد مساجد;كنيسة كنائس;حق حقوق;سجن سجون;سجين سجناء;قتيل قتلى;جريح جرحى
ضحية ضحايا;شهيد شهداء;لاجئ لاجئون;حاكم حكام;ملك ملوك;أمير أمراء;عالم علماء;شاعر شعراء;فنان فنانون;درس دروس;يوم أيام
شهر أشهر شهور;أسبوع أسابيع;عام أعوام;سنة سنوات;رقم أرقام;مبلغ مبالغ;ضريبة ضرائب;قضية قضايا;محكمة محاكم;تهمة تهم;حادث حوادث
"""
_LINES = {"ar": _ARABIC, "en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "ru": _RUSSIAN}

_ARABIC_LETTERS = str.maketrans({"ک": "ك", "ی": "ي"})
_BARE_END = re.compile("(?<=...)ه$")
_ARTICLE = re.compile("^[وبفك]?(?:ال|لل)(?=...)")


def regular(form: str, language: str = "") -> str:
    """Return the form by which a stemmer knows a folded word: "tooth" of "teeth"; mostly the word itself."""
    tag = primary(language)
    if tag == "ar":
        return _arabic(form)
    return _table(tag).get(form, form)


def regular_end(stem: str, language: str = "") -> str:
    """Return a stem with the end that the other forms' stems have: of Spanish "luz" as of "luces"."""
    return f"{stem[:-1]}c" if primary(language) == "es" and stem.endswith("z") else stem


def _arabic(form: str) -> str:
    """Return a word in the letters that the stemmer knows, which folding made Persian, with the ة that many leave bare."""
    written = _BARE_END.sub("ة", form.translate(_ARABIC_LETTERS))
    known = _table("ar")
    return known.get(plain(written, "ar")) or known.get(plain(_ARTICLE.sub("", written), "ar"), written)


@cache
def _table(tag: str) -> dict[str, str]:
    """Return the regular form of each irregular one, as it is spelt and as it is typed without marks."""
    found: dict[str, str] = {}
    for group in _LINES.get(tag, "").replace("\n", ";").split(";"):
        first, *others = group.split() or [""]
        for form in others:
            # Arabic loses its letters when folded; its stemmer must see them.
            found |= {form: first, plain(form, tag): first if tag == "ar" else plain(first, tag)}
    return found
