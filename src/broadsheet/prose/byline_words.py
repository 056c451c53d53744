"""Words that stand in bylines and are no part of a person's name: titles, agencies, organisations, places."""

# Single words; a part of a byline that has one is no name. Case-folded, as the others below.
_TITLES = """
    editor editors editor-in-chief co-editor subeditor sub-editor reporter reporters correspondent correspondents writer writers
    journalist journalists columnist columnists contributor contributors staff producer photographer photojournalist analyst
    critic reviewer blogger freelance freelancer fellow intern trainee presenter anchor broadcaster cartoonist illustrator
    chief director president vice-president chairman chairwoman chairperson minister secretary ambassador
    professor lecturer researcher economist lawyer author team desk newsroom newsdesk webdesk admin administrator webmaster
    editorial publisher manager officer coordinator spokesperson bureau
    redakteur redakteurin redakteure redaktion chefredakteur chefredakteurin chefredaktion korrespondent korrespondentin reporterin
    journalistin autor autorin mitarbeiter mitarbeiterin ressortleiter ressortleiterin kolumnist kolumnistin volontär volontärin
    rédacteur rédactrice rédaction journaliste correspondant correspondante chroniqueur chroniqueuse envoyé envoyée
    redação reportagem redactor redactora redacción periodista corresponsal editora reportero reportera redazione giornalista corrispondente
    redattore redattrice inviato inviata redakcja redaktor redaktorka dziennikarz dziennikarka
    редактор редакция корреспондент обозреватель журналист репортер репортёр колумнист шеф-редактор спецкор собкор автор
    müxbir müxbiri redaktor redaktoru redaksiya jurnalist köşe yazarı muhabir muhabiri editör editörü gazeteci
"""

# Whole parts of a byline, without an article before them.
AGENCIES = frozenset(
    each.strip()
    for each in """
    reuters|thomson reuters|ap|associated press|afp|agence france-presse|agence france presse|dpa|dpa-afx|upi
    united press international|bloomberg|bloomberg news|xinhua|xinhua news agency|tass|itar-tass|interfax|ria novosti|ria
    sputnik|ansa|efe|kyodo|kyodo news|jiji|jiji press|yonhap|pti|press trust of india|ians|ani|pa|pa media|press association
    aap|australian associated press|canadian press|cp|epd|kna|sid|apa|trend|azertac|azərtac|report|turan|anadolu
    anadolu agency|anadolu ajansı|aa|iha|dha|irna|wam|spa|mena|belga|anp|ritzau|tt|ntb|stt|pap|ctk|čtk|mti|agerpres|bta
    ukrinform|unian|belta|kazinform|dow jones|dow jones newswires|news agencies|agencies|wire services|wire reports|agenturen
    тасс|итар-тасс|интерфакс|риа новости|рейтер|新华社|中新社|共同社|时事社
    """.replace("\n", "|").split("|")
) - {""}

# What systems and desks write where nobody is named.
NOBODY = frozenset({
    "unknown", "anonymous", "n/a", "none", "null", "undefined", "nil", "no author", "sponsored content", "sponsored", "advertisement",
    "advertorial", "partner content", "paid post", "press release", "unbekannt", "anonym", "anonyme", "аноним", "佚名", "匿名",
})  # fmt: skip

# Single words that make a part of a byline the name of a paper, a house or an office.
_ORGANISATIONS = """
    times post news herald gazette tribune chronicle guardian observer courier journal daily weekly magazine press media agency
    bbc cnn nbc cbs msnbc npr pbs cnbc itv tv television radio broadcasting network newspaper newspapers online .com university institute college school academy ltd inc
    inc llc gmbh ag plc foundation ministry department council committee association society union zeitung tageblatt
    nachrichten rundschau anzeiger allgemeine verlag universität journaux quotidien université periódico diario universidad
    газета новости агентство университет министерство qəzeti agentliyi universiteti nazirliyi gazetesi haber ajansı
"""

# Where bylines and datelines of the world's press most often are. A place that is not here is taken for doubtful.
PLACES = frozenset(
    each.strip()
    for each in """
    london|paris|berlin|madrid|rome|vienna|brussels|amsterdam|the hague|hague|geneva|zurich|bern|basel|lisbon|porto|dublin|belfast
    edinburgh|glasgow|cardiff|manchester|liverpool|birmingham|leeds|oxford|cambridge|bristol|oslo|stockholm|copenhagen|helsinki
    reykjavik|tallinn|riga|vilnius|warsaw|kraków|krakow|prague|bratislava|budapest|bucharest|sofia|athens|belgrade|zagreb
    ljubljana|sarajevo|skopje|tirana|pristina|podgorica|chisinau|kyiv|kiev|lviv|odesa|kharkiv|minsk|moscow|st petersburg
    st. petersburg|saint petersburg|tbilisi|yerevan|baku|ankara|istanbul|nicosia|valletta|luxembourg|monaco|strasbourg|marseille
    lyon|barcelona|valencia|seville|milan|turin|naples|venice|florence|munich|hamburg|frankfurt|cologne|stuttgart|dresden|leipzig
    düsseldorf|bonn|münchen|köln|wien|zürich|genf|genève|bruxelles|moskau|rom|mailand|washington|washington, d.c.|washington dc
    d.c|new york|los angeles|chicago|boston|philadelphia|san francisco|seattle|miami|atlanta|houston|dallas|austin|denver|detroit
    phoenix|las vegas|san diego|new orleans|toronto|montreal|ottawa|vancouver|mexico city|havana|san juan|guatemala city
    san salvador|managua|panama city|bogotá|bogota|caracas|quito|lima|la paz|santiago|buenos aires|montevideo|asunción|brasília
    brasilia|são paulo|sao paulo|rio de janeiro|cairo|alexandria|tripoli|tunis|algiers|rabat|casablanca|khartoum|addis ababa
    nairobi|kampala|kigali|dar es salaam|lagos|abuja|accra|dakar|abidjan|bamako|kinshasa|luanda|lusaka|harare|maputo
    johannesburg|pretoria|cape town|durban|jerusalem|tel aviv|gaza|ramallah|beirut|damascus|amman|baghdad|erbil|riyadh|jeddah|doha
    dubai|abu dhabi|kuwait city|manama|muscat|sanaa|tehran|kabul|islamabad|karachi|lahore|peshawar|new delhi|delhi|mumbai|kolkata
    chennai|bangalore|bengaluru|hyderabad|dhaka|colombo|kathmandu|beijing|shanghai|hong kong|macau|taipei|guangzhou|shenzhen
    tokyo|osaka|kyoto|seoul|pyongyang|ulaanbaatar|hanoi|ho chi minh city|phnom penh|vientiane|bangkok|yangon|kuala lumpur
    singapore|jakarta|bali|manila|sydney|melbourne|canberra|brisbane|perth|adelaide|auckland|wellington|christchurch|astana
    almaty|tashkent|bishkek|dushanbe|ashgabat|england|scotland|wales|ireland|uk|u.k|usa|u.s|us|united states|germany|france|italy
    spain|russia|ukraine|turkey|azerbaijan|georgia|armenia|china|japan|india|australia|canada|california|texas|florida|москва
    санкт-петербург|киев|минск|баку|ереван|тбилиси|лондон|париж|берлин|вашингтон|нью-йорк|bakı|gəncə|sumqayıt|moskva|ankara|
    i̇stanbul|北京|上海|广州|香港|台北|东京|华盛顿|伦敦|巴黎
    """.replace("\n", "|").split("|")
) - {""}

TITLES = frozenset(_TITLES.split())
ORGANISATIONS = frozenset(_ORGANISATIONS.split())
