"""Template stories for the benchmark of near-duplicates: one text each, other numbers, names and days in it.

A slot is a range ("{12-30}", "{0.50-1.90}") or the name of a list of NAMES; each slot is drawn anew.
"""

import random
import re
from collections.abc import Iterator

NAMES = {
    "en_day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "en_month": "January February March April May June July September October November December",
    "en_sky": "rain|sunny spells|showers|fog in the valleys|light snow|a clear sky|thunder in the afternoon",
    "en_way": "rose|fell|gained ground|slipped|edged higher|lost ground",
    "person": "Alma Reyd|Joren Vask|Tilda Marn|Osric Pell|Nadia Kurt|Ivo Lenz|Sabir Aslan|Rena Holt|Petra Syn|Yusif Daro",
    "team": "Tolve Rovers|Osk United|Varre Town|Linde Athletic|Marn Wanderers|Quay Albion|Stell City|Brae Rangers",
    "town": "Tolve|Osk|Varre|Linde|Marn|Narrin|Stell|Brae|Quill|Hask",
    "az_day": "bazar ertəsi|çərşənbə axşamı|çərşənbə|cümə axşamı|cümə|şənbə|bazar",
    "az_month": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "az_town": "Gəncə|Şəki|Quba|Lənkəran|Şirvan|Naxçıvan|Mingəçevir|Zaqatala",
    "ru_day": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "ru_month": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ru_team": "Луч|Заря|Волна|Маяк|Ветер|Гранит|Сокол|Парус",
    "ru_person": "Орлов|Савин|Лаптев|Гущин|Климов|Рябов|Зотов|Чернов",
    "de_day": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "de_sky": "Regen|Sonne|Schauer|Nebel|Schnee|Gewitter",
    "de_town": "Harlund|Ostrede|Vinsbach|Lindau am Wehr|Marnheim|Stellfurt",
    "fr_day": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "fr_sky": "un ciel voilé|des averses|de belles éclaircies|de la pluie|du brouillard|quelques flocons",
    "tr_day": "Pazartesi Salı Çarşamba Perşembe Cuma",
    "tr_way": "yükseldi|geriledi|değer kazandı|değer kaybetti",
    "es_day": "lunes martes miércoles jueves viernes sábado domingo",
    "es_month": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}

# Name, language, headline, body.
TEMPLATES = (
    (
        "weather",
        "en",
        "Weather for {town}: {en_sky}",
        "{en_day} brings {en_sky} to {town} and the coast, with highs of {4-31} degrees in the afternoon and lows of {0-14} "
        "at night. The wind comes from the north-west at {5-60} kilometres an hour, with gusts of up to {40-95} on the "
        "bridges. On {en_day} {en_sky} is expected, {3-30} degrees by noon. The lake stands at {430-490} centimetres, "
        "{2-30} less than a year ago. Sunrise is at {5-8}:{10-59}, sunset at {16-21}:{10-59}. Drivers are asked to be "
        "careful on the road to {town}. The next forecast is published at six in the evening by the weather office.",
    ),
    (
        "markets",
        "en",
        "Shares close: index {en_way}",
        "The main index {en_way} by {0.1-3.9} per cent on {en_day} to close at {3800-5900} points, traders said. Volume came to "
        "{200-900} million crowns, against {200-900} million in the session before. Shares of the brewery {en_way} to "
        "{11.10-99.90} crowns, while the ferry company {en_way} to {11.10-99.90}. Banks {en_way} by {0.1-2.9} per cent. On the "
        "currency market the crown was quoted at {0.70-0.99} to the euro and {0.80-1.20} to the dollar. A barrel of oil cost "
        "{55-99} dollars in late trading and an ounce of gold {1700-2600} dollars. Bond yields stood at {1.1-4.9} per cent.",
    ),
    (
        "match",
        "en",
        "{team} {0-5}-{0-5} {team}",
        "{team} met {team} at the Lake Ground on {en_day} before a crowd of {900-19000}. {person} opened the scoring in minute "
        "{2-44} and {person} answered in minute {20-60}. After the break {person} hit the post, before {person} settled the "
        "match from the penalty spot with {3-25} minutes left to play. The referee showed {0-7} yellow cards. The hosts now "
        "have {8-70} points from {9-36} matches and stand in place {1-14} of the table. Next {en_day} they travel to {town}, "
        "where kick-off is at {13-20}:{15-45}. Tickets are sold at the gate and in the usual shops in town.",
    ),
    (
        "table",
        "en",
        "League table after matchday {2-34}",
        "Standings after the matches of {en_day}. Tolve Rovers {1-34} played, {0-60} points. Osk United {1-34} played, {0-60} "
        "points. Varre Town {1-34} played, {0-60} points. Linde Athletic {1-34} played, {0-60} points. Marn Wanderers {1-34} "
        "played, {0-60} points. Quay Albion {1-34} played, {0-60} points. Stell City {1-34} played, {0-60} points. Brae Rangers "
        "{1-34} played, {0-60} points. Top scorer: {person} with {5-29} goals. The two last clubs go down at the end of the "
        "season, the third from below plays against the winner of the second division.",
    ),
    (
        "lottery",
        "en",
        "Lottery numbers for {en_day}",
        "These numbers were drawn on {en_day} evening in the hall of the lottery house: {1-49}, {1-49}, {1-49}, {1-49}, {1-49} "
        "and {1-49}, bonus number {1-49}. The jackpot of {1-28} million crowns was not won and goes into the next draw. "
        "{20-900} players have five right and get {300-4000} crowns each. The draw was watched over by a notary, {person}. "
        "All figures are without guarantee. Tickets for the next draw can be handed in at every kiosk until six.",
    ),
    (
        "election",
        "en",
        "Result: {person} wins in {town}",
        "{person} has been elected to the council for {town} with {3000-19000} votes, {31.0-64.0} per cent of the vote. {person} "
        "came second with {1000-9000} votes and {person} third with {300-4000}. Turnout was {38.0-79.0} per cent, after "
        "{38.0-79.0} per cent at the last election. {20-400} papers were spoilt. The returning officer, {person}, read the "
        "result at {20-23}:{10-59} in the town hall. The majority is {100-4900}. The new member takes the seat on the first "
        "day of the session and has four weeks to name an agent.",
    ),
    (
        "quake",
        "en",
        "Earthquake of magnitude {3.1-6.9} near {town}",
        "An earthquake of magnitude {3.1-6.9} was recorded {5-90} kilometres from {town} on {en_day} at {0-23}:{10-59} local "
        "time, the seismological service said. Its depth was {5-70} kilometres. The tremor was felt in {town} and {town}. No "
        "damage was reported at first. The service recorded {2-40} weaker aftershocks, the strongest of magnitude {2.0-3.0}. "
        "The region is known for its seismic activity, since two plates meet beneath it. Residents who felt the quake "
        "are asked to fill in the form on the pages of the service.",
    ),
    (
        "appointment",
        "en",
        "{person} appointed head of the {town} office",
        "The board of the harbour insurance company has appointed {person} head of its {town} office from the first of "
        "{en_month}. {person} follows {person}, who is leaving the company at the end of {en_month}. Before joining the company "
        "the new head worked for an insurer in {town}. The company insures ships, boats and landing stages and has offices in "
        "every larger harbour of the coast. The board said that it was looking forward to the work with its new colleague "
        "and thanked the former head for many good years.",
    ),
    (
        "hava",
        "az",
        "{az_day} gözlənilən hava",
        "{1-28} {az_month} tarixində {az_town} şəhərində havanın dəyişkən buludlu olacağı gözlənilir. Gecə {0-14}, gündüz {9-37} "
        "dərəcə isti olacaq. Atmosfer təzyiqi {745-775} mm civə sütunu, nisbi rütubət {30-95} faiz təşkil edəcək. Şimal-qərb "
        "küləyi saniyədə {3-22} metr əsəcək. {az_town} və {az_town} rayonlarında bəzi yerlərdə yağış yağacağı ehtimal olunur, "
        "temperatur gecə {0-12}, gündüz {9-33} dərəcə olacaq. Bu barədə Milli Hidrometeorologiya Xidmətindən məlumat verilib.",
    ),
    (
        "məzənnə",
        "az",
        "{1-28} {az_month} üçün valyuta məzənnələri",
        "Mərkəzi Bank {1-28} {az_month} tarixinə olan valyuta məzənnələrini açıqlayıb. Bir avro {1.60-2.10} manat, bir türk "
        "lirəsi {0.03-0.09} manat, bir rus rublu {0.01-0.03} manat, bir funt sterlinq {1.90-2.40} manat, bir gürcü larisi "
        "{0.50-0.70} manat təşkil edir. Neftin bir barelinin qiyməti {55.10-99.90} dollara, qızılın unsiyası {1700-2600} dollara "
        "bərabər olub. Hərrac {az_day} günü keçirilib, tələb {20-90} milyon dollar olub.",
    ),
    (
        "матч",
        "ru",
        "«{ru_team}» — «{ru_team}» — {0-5}:{0-5}",
        "В {ru_day}, {1-28} {ru_month}, состоялся матч {2-34}-го тура чемпионата области, в котором встретились «{ru_team}» и "
        "«{ru_team}». Игра завершилась со счётом {0-5}:{0-5}. Голы забили {ru_person} на {2-44}-й минуте и {ru_person} на "
        "{46-89}-й минуте. За игрой наблюдали {900-19000} зрителей. После этой встречи хозяева набрали {8-70} очков и занимают "
        "{1-14}-е место в турнирной таблице. В следующем туре команда сыграет на выезде с клубом «{ru_team}».",
    ),
    (
        "погода",
        "ru",
        "Погода на {ru_day}",
        "В {ru_day}, {1-28} {ru_month}, в столице ожидается переменная облачность, местами кратковременные осадки. Температура "
        "ночью составит {0-14} градусов тепла, днём — от {9-15} до {16-31} градусов. Ветер северо-западный, {3-9} метров в "
        "секунду, порывы до {10-24}. Атмосферное давление {735-765} миллиметров ртутного столба, влажность воздуха {35-95} "
        "процентов. По области ночью до {0-12}, днём до {16-33} градусов, сообщили в гидрометцентре.",
    ),
    (
        "Lotto",
        "de",
        "Lottozahlen vom {de_day}",
        "Am {de_day} wurden folgende Gewinnzahlen gezogen: {1-49}, {1-49}, {1-49}, {1-49}, {1-49} und {1-49}, Superzahl {0-9}. Im "
        "Spiel am Rande lautet die Endziffer {100000-999999}. Der Hauptgewinn von {1-45} Millionen Kronen wurde von "
        "{0-4} Spielern erreicht. In der zweiten Klasse liegen {200000-990000} Kronen. Die nächste Ziehung ist am {de_day} um "
        "{18-20} Uhr. Alle Angaben sind ohne Gewähr. Spielscheine werden bis zum Nachmittag in den Annahmestellen angenommen.",
    ),
    (
        "Wetter",
        "de",
        "Das Wetter in {de_town}: {de_sky}",
        "Der {de_day} bringt in {de_town} und Umgebung {de_sky} bei Höchstwerten von {4-33} Grad, nachts kühlt es auf {0-15} Grad "
        "ab. Der Wind weht schwach bis mäßig aus Nordwest, in Böen bis {30-90} Kilometer in der Stunde. Am {de_day} folgt "
        "{de_sky} bei {4-33} Grad, am {de_day} {de_sky} bei {4-33} Grad. Die Regenwahrscheinlichkeit liegt bei {10-95} Prozent. "
        "Der Pegel am Wehr steht bei {120-480} Zentimetern. Für {de_town} gilt eine Warnung der Stufe {1-4}.",
    ),
    (
        "borsa",
        "tr",
        "Borsa güne {0.1-2.9} puanlık hareketle başladı",
        "Borsa endeksi {tr_day} günü güne yüzde {0.1-2.9} değişimle {7800-11900} puandan başladı. Bankacılık endeksi yüzde "
        "{0.1-2.9}, holding endeksi yüzde {0.1-2.9} {tr_way}. Sektör endeksleri arasında en çok kazandıran yüzde {0.1-3.9} ile "
        "gıda oldu. Dolar {27.10-42.90}, avro {30.10-46.90} liradan işlem görüyor. Gram altın {1700-4600} liradan alıcı buluyor. "
        "Analistler, teknik açıdan endekste {7800-9900} ve {9900-11900} seviyelerinin destek ve direnç konumunda olduğunu söyledi.",
    ),
    (
        "lotería",
        "es",
        "Resultados del sorteo del {es_day}",
        "El sorteo celebrado este {es_day}, {1-28} de {es_month}, ha dejado la siguiente combinación ganadora: {1-49}, {1-49}, "
        "{1-49}, {1-49}, {1-49} y {1-49}. El número complementario es el {1-49} y el reintegro, el {0-9}. No hay acertantes de "
        "primera categoría, por lo que el bote asciende a {2-60} millones. De segunda categoría hay {1-9} boletos, que recibirán "
        "{20000-99000} coronas cada uno. La recaudación ha sido de {1000000-9900000} coronas. El próximo sorteo se celebrará "
        "el {es_day} a las {20-22} horas.",
    ),
    (
        "Pegel",
        "de",
        "Wasserstände der Flüsse am {de_day}",
        "Die Pegel der Flüsse standen am {de_day} um {5-9} Uhr wie folgt: {de_town} {90-640} Zentimeter, {de_town} {90-640} "
        "Zentimeter, {de_town} {90-640} Zentimeter. Der Zufluss zum Stausee betrug {20-400} Kubikmeter in der Sekunde, der Abfluss "
        "{20-400} Kubikmeter. Die Wassertemperatur lag bei {2-23} Grad. Für die Schifffahrt gilt zwischen Schleuse und Brücke "
        "eine Höchstgeschwindigkeit von {5-12} Knoten. Die nächste Meldung der Leitstelle folgt am {de_day}.",
    ),
    (
        "Kreisliga",
        "de",
        "{de_town} gegen {de_town} {0-6}:{0-6}",
        "Vor {40-900} Zuschauern trennten sich {de_town} und {de_town} am {de_day} mit {0-6}:{0-6}. Zur Pause stand es {0-3}:{0-3}. "
        "Die Tore fielen in der {2-44}., der {46-70}. und der {71-90}. Minute. Der Schiedsrichter zeigte {0-8} gelbe Karten. "
        "Mit {5-70} Punkten aus {8-30} Spielen stehen die Gastgeber auf Platz {1-16} der Tabelle, der Abstand zum Tabellenführer "
        "beträgt {1-30} Punkte. Am {de_day} geht es um {13-19} Uhr mit einem Heimspiel gegen {de_town} weiter.",
    ),
    (
        "météo",
        "fr",
        "La météo de {fr_day}",
        "Le temps de {fr_day} sera marqué par {fr_sky} sur la moitié nord de la région, avec {fr_sky} sur le littoral. Les "
        "températures minimales iront de {0-6} à {7-14} degrés et les maximales de {15-22} à {23-36} degrés. Le vent soufflera du "
        "nord-ouest à {10-50} kilomètres à l'heure, avec des rafales à {55-110} en mer. Le coefficient de marée est de {30-110}. Le "
        "soleil se lèvera à {5-8}h{10-59} et se couchera à {17-21}h{10-59}. Prochain bulletin {fr_day} à {6-19} heures.",
    ),
    (
        "carburants",
        "fr",
        "Le prix des carburants ce {fr_day}",
        "Le litre de gazole se vendait en moyenne {1.450-1.990} couronne ce {fr_day} dans les stations de la région, contre "
        "{1.450-1.990} une semaine plus tôt. Le litre de sans-plomb s'affichait à {1.450-1.990}, celui de super à {1.600-2.100}. La "
        "station la moins chère se trouve à {town}, où le plein de cinquante litres revient à {70-99} couronnes. Le baril se "
        "négociait à {55.10-99.90} dollars. Ces relevés sont effectués chaque semaine auprès de {90-400} stations.",
    ),
    (
        "курс",
        "ru",
        "Официальные курсы валют на {1-28} {ru_month}",
        "Центральный банк установил на {ru_day}, {1-28} {ru_month}, официальный курс доллара в размере {71.10-99.90} рубля, "
        "евро — {81.10-109.90} рубля, юаня — {9.10-13.90} рубля. Индекс биржи к закрытию составил {2300-3600} пункта, объём торгов "
        "достиг {20-190} миллиардов рублей. Баррель нефти стоил {55.10-99.90} доллара. Акции банка подорожали на {0.1-3.9} процента, "
        "акции перевозчика подешевели на {0.1-3.9} процента, говорится в сообщении биржи.",
    ),
    (
        "deprem",
        "tr",
        "{town} yakınlarında {3.1-5.9} büyüklüğünde deprem",
        "Merkez üssü {town} ilçesi olan {3.1-5.9} büyüklüğünde deprem meydana geldi. Afet kurumunun verilerine göre deprem "
        "{tr_day} günü saat {0-23}.{10-59} sıralarında, yerin {5-29} kilometre derinliğinde kaydedildi. Sarsıntı {town} ve {town} "
        "ilçelerinde de hissedildi. İlk belirlemelere göre can veya mal kaybı bulunmuyor. Bölgede son bir ay içinde {10-200} "
        "artçı sarsıntı ölçülmüştü. Yetkililer vatandaşları hasarlı binalara girmemeleri konusunda uyardı.",
    ),
)

_SLOT = re.compile(r"\{([^}]+)\}")
_RANGE = re.compile(r"([\d.]+)-([\d.]+)")
_POOLS = {name: pool.split("|" if "|" in pool else " ") for name, pool in NAMES.items()}


def template_stories(dice: random.Random, each: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield name of the template, language, headline and body of `each` stories of every template."""
    for name, language, headline, body in TEMPLATES:
        for _number in range(each):
            yield name, language, _filled(headline, dice), _filled(body, dice)


def _filled(text: str, dice: random.Random) -> str:
    return _SLOT.sub(lambda slot: _drawn(slot[1], dice), text)


def _drawn(slot: str, dice: random.Random) -> str:
    bounds = _RANGE.fullmatch(slot)
    if not bounds:
        return dice.choice(_POOLS[slot])
    low, high = bounds.groups()
    if "." not in low:
        return str(dice.randint(int(low), int(high)))
    places = len(low.split(".")[1])
    return f"{dice.uniform(float(low), float(high)):.{places}f}"
