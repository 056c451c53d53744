"""Forty queries with their right answers, chosen before the engine was built and not tuned on.

An archive is "digitalgov" (articles are named by the end of their address), a language of ntrex (by its id), or
"own:xx", the few texts of own_texts.py (by their number).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """A reader's query, the articles that answer it, and how many of these must stand among the first five."""

    kind: str
    archive: str
    text: str
    right: tuple[str, ...]
    need: int = 1


_KAVANAUGH = (
    "cbsnews.248384",
    "cnn.304489",
    "cbsnews.248471",
    "telegraph.405413",
    "cbsnews.248394",
    "newsweek.51328",
)
_TSUNAMI = (
    "nytimes.184837",
    "euronews-en.153835",
    "reuters.218863",
    "nytimes.184860",
    "telegraph.405422",
    "reuters.218865",
    "euronews-en.153797",
)
_RALLY = ("cnn.304447", "newsweek.51310", "cnn.304478")
_ACCESSIBLE_VIDEO = (
    "create-section-508-compliant-videos-on-your-government-websites",
    "making-multimedia-section-508-compliant-and-accessible",
    "accessibility-editorial-guidelines-for-youtube",
)

JUDGED = (
    Judged("typing error", "digitalgov", "gamificaton", ("using-gamification-in-federal-projects",)),
    Judged("typing error", "digitalgov", "acessibility myths", ("5-myths-about-social-media-accessibility-2",)),
    Judged("typing error", "digitalgov", "copyrigth video", ("video-copyright",)),
    Judged(
        "typing error",
        "digitalgov",
        "jorney maping",
        (
            "journey-mapping-the-customer-experience-a-usa-gov-case-study",
            "using-journey-mapping-streamline-processes-across-agencies",
        ),
    ),
    Judged("typing error", "az", "xərcəng peyvend", ("dailymail.co.uk.298630",)),
    Judged("typing error", "ru", "свинья фремера", ("newsweek.51331",)),
    Judged("typing error", "tr", "yarsaların gizli yaşamı", ("scotsman.133773",)),
    Judged("typing error", "de", "Kriegschiff", ("rt.com.91350",)),
    Judged("letters without marks", "az", "kopekbaligi Kaliforniya", ("upi.176266",)),
    Judged("letters without marks", "az", "ZELZELE SUNAMI", _TSUNAMI, 3),
    Judged("letters without marks", "az", "qacqinlar Suriya", ("euronews-en.153799",)),
    Judged("letters without marks", "tr", "istakoz dalis", ("upi.176266",)),
    Judged("letters without marks", "de", "nordkoreanische Ueberlaeufer", ("bbc.381736",)),
    Judged("letters without marks", "es", "murcielagos", ("scotsman.133773",)),
    Judged("letters without marks", "digitalgov", "Sheev Dave", ("the-customer-experience-symposium-series-a-thought-incubator-for-federal-cx-practitioners",)),
    Judged("letters without marks", "fa", "كره شمالي", ("cnbc.com.6769", "reuters.218861", "bbc.381736"), 2),
    Judged("letters without marks", "own:ar", "احمد الى المدرسه", ("2",)),
    Judged("name spelt another way", "en", "Kavanagh hearing", _KAVANAUGH),
    Judged("name spelt another way", "az", "Trump rally Virginia", _RALLY),
    Judged("name spelt another way", "ru", "Erdogan", ("euronews-en.153800",)),
    Judged("name spelt another way", "fa", "Kavanaugh", _KAVANAUGH),
    Judged("inflected form", "az", "yarasa", ("scotsman.133773",)),
    Judged("inflected form", "ru", "летучая мышь", ("scotsman.133773",)),
    Judged("inflected form", "tr", "köprüler intihar", ("bbc.381749",)),
    Judged("inflected form", "digitalgov", "robocalls honeypots", ("ftc-awards-five-winners-from-defcon22-robocall-honeypot-challenge",)),
    Judged("author", "digitalgov", "Brantley serverless", ("the-data-briefing-microservices-and-serverless-apps-a-new-direction-for-federal-government-mobile-apps", "the-data-briefing-understand-serverless-architecture-in-three-minutes")),
    Judged("author", "digitalgov", "Kyle Richardson", ("author:Kyle S. Richardson",), 5),
    Judged("author", "digitalgov", "Katherine M. Spivey", ("author:Katherine Spivey",), 4),
    Judged("author", "digitalgov", "tony scott", ("author:Tony Scott",), 5),
    Judged("exact phrase", "digitalgov", '"less is more"', ("trends-on-tuesday-native-app-lessons-from-the-crowdsource-mobile-testing-program", "mobile-content-less-is-more", "new-itif-report-inspires-a-closer-look-at-website-performance-and-security-here-is-where-to-begin", "crafting-quality-content-throughout-its-lifecycle"), 4),
    Judged("exact phrase", "digitalgov", '"build it and they will come"', ("the-content-corner-supporting-your-content", "the-content-corner-optimize-your-content"), 2),
    Judged("exact phrase", "en", '"broad church"', ("guardian.221679",)),
    Judged("topic or section", "digitalgov", "robotic process automation", ("topic:Robotic process automation",), 4),
    Judged("topic or section", "digitalgov", "plain language", ("topic:Plain language",), 4),
    Judged("question", "digitalgov", "how do I make videos accessible on a government website?", _ACCESSIBLE_VIDEO),
    Judged("question", "digitalgov", "why did USA.gov switch off comments on its blog", ("why-we-turned-off-comments-on-the-usa-gov-blog",)),
    Judged("question", "en", "who invented the geiger counter", ("cbsnews.248484",)),
    Judged("script without blanks", "own:zh", "北京暴雨", ("2",)),
    Judged("script without blanks", "own:ja", "地震の津波", ("1",)),
    Judged("script without blanks", "own:th", "น้ำท่วมกรุงเทพ", ("3",)),
)  # fmt: skip
# Words of Azerbaijani stories, as written; each is asked for with and without its letters.
AZERBAIJANI_WORDS = [
    "şirkət",
    "Türkiyə",
    "İngiltərə",
    "qadın",
    "ölkə",
    "məclis",
    "köpəkbalığı",
    "zəlzələ",
    "həbs",
    "şübhəli",
    "qasırğa",
    "məhkəmə",
    "güllə",
    "müstəqillik",
    "səsvermə",
    "avtomobili",
    "qələbə",
    "ərazi",
    "hadisə",
    "çıxış",
    "həftə",
    "uşaq",
    "öldürülməsi",
    "xəstəlik",
    "çempionat",
    "üçün",
    "böyük",
    "dünya",
    "gözəllik",
    "hücum",
    "müharibə",
    "işğal",
    "qüvvə",
    "hökumət",
    "həkim",
    "təyyarə",
    "ağır",
    "çay",
    "işçi",
    "səhiyyə",
    "nazir",
    "vəkil",
    "dəniz",
    "peyvənd",
    "hüceyrə",
    "qaçqın",
    "sığınacaq",
    "ixtiraçı",
    "ictimaiyyət",
    "döyüş",
]
