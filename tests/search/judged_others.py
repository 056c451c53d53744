"""Sixty other queries, written after the engine was built. What failed of them was mended as a kind, never as a case.

Named as in judged.py; "more:xx" are the texts at the end.
"""

from judged import _KAVANAUGH, _RALLY, _TSUNAMI, Judged

_ROSA = ("abcnews.306815", "newsweek.51338")
_QUAKE = (*_TSUNAMI, "telegraph.405422", "newsweek.51340")
_KANYE = ("bbc.381647", "newsweek.51329")

JUDGED_OTHERS = (
    Judged("typing error", "digitalgov", "hallway useability testing", ("10-tips-for-better-hallway-usability-testing",)),
    Judged("typing error", "digitalgov", "cyber vandlism toolkit", ("new-inter-agency-social-media-cyber-vandalism-toolkit-launched",)),
    Judged("typing error", "digitalgov", "multilinugal content", ("topic:Multilingual",), 3),
    Judged("typing error", "az", "zəlzlə İndoneziya", _QUAKE),
    Judged("typing error", "de", "Erdbebn Indonesien", _QUAKE),
    Judged("typing error", "ru", "землитрясение", _QUAKE),
    Judged("typing error", "he", "רעידת אדמא", _QUAKE),
    Judged("typing error", "tr", "depram Endonezya", _QUAKE),
    Judged("letters without marks", "az", "teyyare qezasi Mikroneziya", ("cbsnews.248411",)),
    Judged("letters without marks", "az", "muqeddes martin kilsesi", ("nytimes.184853",)),
    Judged("letters without marks", "tr", "kasirga rosa", _ROSA),
    Judged("letters without marks", "de", "Ueberlebende Palu", ("telegraph.405422",)),
    Judged("letters without marks", "es", "tiburon langosta", ("upi.176266",)),
    Judged("letters without marks", "fa", "زلزله اندونزي", _QUAKE),
    Judged("letters without marks", "ru", "самолёт Микронезия", ("cbsnews.248411",)),
    Judged("letters without marks", "more:ar", "الانتخابات البلديه", ("1",)),
    Judged("letters without marks", "more:ar", "مستشفي الاطفال", ("2",)),
    Judged("name spelt another way", "ru", "Kavanaugh", _KAVANAUGH),
    Judged("name spelt another way", "az", "Rosenstein", ("guardian.221756",)),
    Judged("name spelt another way", "az", "Kanye West", _KANYE, 2),
    Judged("name spelt another way", "fa", "Trump West Virginia", _RALLY),
    Judged("name spelt another way", "he", "Kanye West", _KANYE),
    Judged("name spelt another way", "ru", "Lewis Hamilton", ("independent.226349",)),
    Judged("name spelt another way", "en", "Elisabeth Warren", ("newsweek.51300", "abcnews.306755"), 2),
    Judged("name spelt another way", "more:ar", "Cristiano Ronaldo", ("3",)),
    Judged("inflected form", "az", "qasırğalar", _ROSA),
    Judged("inflected form", "ru", "вакцины от рака", ("dailymail.co.uk.298630",)),
    Judged("inflected form", "de", "Vulkane Asche", ("abcnews.306764",)),
    Judged("inflected form", "en", "migrant child tents", ("nytimes.184862",)),
    Judged("inflected form", "es", "niña migrante campamentos", ("nytimes.184862",)),
    Judged("inflected form", "he", "העטלף", ("scotsman.133773",)),
    Judged("inflected form", "fa", "پناهجویان سوریه بازگشت", ("euronews-en.153799",)),
    Judged("inflected form", "digitalgov", "negotiated mobile agreements", ("negotiating-a-mobile-terms-of-service-agreement",)),
    Judged("author", "digitalgov", "Fitzhenry", ("author:R. 'Fitz' Fitzhenry",)),
    Judged("author", "digitalgov", "jacob parcel", ("author:Jacob Parcell",), 4),
    Judged("author", "digitalgov", "Gavino", ("author:Amando E. Gavino, Jr.",)),
    Judged("author", "digitalgov", "Parcell, Jacob", ("author:Jacob Parcell",), 4),
    Judged("author", "digitalgov", "articles by Martha Dorris", ("author:Martha Dorris",), 3),
    Judged("author", "digitalgov", "Ammie Farraj", ("author:Ammie Farraj Feijoo",), 2),
    Judged("exact phrase", "digitalgov", '"app graveyard"', ("trends-on-tuesday-avoid-the-app-graveyard",)),
    Judged("exact phrase", "en", '“talking bear”', ("telegraph.405430",)),
    Judged("exact phrase", "en", '"the sea is ours"', ("guardian.221762",)),
    Judged("exact phrase", "az", "«Taxt oyunları»", ("dailymail.co.uk.298738",)),
    Judged("topic or section", "digitalgov", "citizen science crowdsourcing", ("topic:Crowdsourcing and citizen science",), 4),
    Judged("topic or section", "digitalgov", "prize competitions", ("topic:Challenges and prize competitions",), 4),
    Judged("topic or section", "digitalgov", "open source", ("topic:Open source",), 4),
    Judged("topic or section", "digitalgov", "human centred design", ("topic:Human-centered design",), 4),
    Judged("question", "digitalgov", "how much does a contact center cost?", ("how-much-will-my-agencys-contact-center-cost",)),
    Judged("question", "digitalgov", "how did NASA move all its websites to https", ("from-launch-to-landing-how-nasa-took-control-of-its-https-mission",)),
    Judged("question", "en", "what is the best time to drink a pint", ("dailymail.co.uk.298644",)),
    Judged("question", "en", "which air traffic controller died to save a plane", ("newsweek.51340",)),
    Judged("question", "ru", "почему новый корабль Германии снова отложен", ("rt.com.91350",)),
    Judged("question", "az", "World Wide Web şəbəkəsini kim ixtira edib?", ("newsweek.51307",)),
    Judged("script without blanks", "more:zh", "高铁票价", ("1",)),
    Judged("script without blanks", "more:zh", "总统访问法国", ("3",)),
    Judged("script without blanks", "more:zh", "熊貓", ("2",)),
    Judged("script without blanks", "more:ja", "台風で電車が止まる", ("1",)),
    Judged("script without blanks", "more:ja", "コンピューター", ("2",)),
    Judged("script without blanks", "more:th", "ไฟไหม้ตลาด", ("2",)),
    Judged("script without blanks", "more:th", "นายกรัฐมนตรีเยือนญี่ปุ่น", ("1",)),
)  # fmt: skip

MORE_TEXTS = {
    "ar": (
        (
            "موعد الانتخابات البلدية",
            "أعلنت الحكومة أن الانتخابات البلديّة ستُجرى في شهر آذار المقبل في جميع المحافظات.",
        ),
        ("مستشفى جديد للأطفال", "دشّن وزير الصحة مستشفى الأطفال الجديد الذي يضم مئتي سرير."),
        ("رونالدو يسجل هدفين", "سجّل كريستيانو رونالدو هدفين في المباراة وقاد فريقه إلى الفوز."),
        ("أمطار غزيرة في الشمال", "توقعت الأرصاد الجوية هطول أمطار غزيرة على المناطق الشمالية."),
    ),
    "zh": (
        ("高速铁路票价下调", "从下月起，多条高铁线路的票价将下调百分之十。"),
        ("动物园迎来新生大熊猫", "动物园的大熊猫昨天产下一对双胞胎，母子平安。"),
        ("总统抵达巴黎", "总统今天抵达巴黎，开始对法国进行为期三天的国事访问。"),
        ("球队在决赛中失利", "国家队在昨晚的决赛中以一比二失利，球迷十分失望。"),
    ),
    "ja": (
        ("台風接近、電車は運転見合わせ", "台風の接近に伴い、県内の電車は午後から運転を見合わせています。"),
        ("小学校に新しいコンピュータ", "市内の小学校に新しいコンピュータが百台届き、授業が始まりました。"),
        ("市長選挙に三人が立候補", "来月の市長選挙には三人が立候補し、選挙運動が始まった。"),
        ("桜の開花、平年より早く", "今年の桜の開花は平年より一週間早いと発表された。"),
    ),
    "th": (
        (
            "นายกฯ เดินทางเยือนญี่ปุ่น",
            "นายกรัฐมนตรีเดินทางเยือนประเทศญี่ปุ่นอย่างเป็นทางการเป็นเวลาสามวัน",
        ),
        ("เพลิงไหม้ตลาดกลางเมือง", "เกิดเหตุไฟไหม้ที่ตลาดสดกลางเมืองเมื่อคืนนี้ ไม่มีผู้เสียชีวิต"),
        ("โรงเรียนเปิดเทอมใหม่", "โรงเรียนทั่วประเทศเปิดเทอมใหม่ในวันจันทร์นี้"),
        ("ราคาน้ำมันลดลง", "ราคาน้ำมันลดลงห้าสิบสตางค์ต่อลิตรตั้งแต่วันพรุ่งนี้"),
    ),
}
