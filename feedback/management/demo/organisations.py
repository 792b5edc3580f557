"""The two demo organisations as data: what the builder makes is written here."""

from typing import NamedTuple

from feedback.management.demo import health, retail
from feedback.management.demo.people import HEALTH_TREE, RETAIL_TREE, Branch
from feedback.management.demo.words import Place


class Post(NamedTuple):
    """A listening post of the demo."""

    name: str
    kind: str
    metric: str
    touchpoint: str
    team: str


class Demo(NamedTuple):
    """One organisation of the demo. journey: stage -> touchpoints; titles and asks: by language; turned:
    the share of the happy where it was another since the middle of the time, before and after."""

    name: str
    slug: str
    brand_color: str
    tree: Branch
    goal: tuple[str, str, str, str]
    journey: tuple[str, dict[str, tuple[str, ...]]]
    posts: tuple[Post, ...]
    metric: str
    title: dict[str, str]
    ask: dict[str, str]
    places: dict[str, Place]
    abroad: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    causes: tuple[tuple[str, tuple[str, ...], str], ...]
    answers: int
    turned: dict[str, tuple[float, float]]
    wall: str


WHY = {
    "en": "Why that number?",
    "cy": "Pam y rhif hwnnw?",
    "hu": "Miért ezt a számot adta?",
    "ru": "Почему такая оценка?",
    "yo": "Kí ló dé tí ẹ fi yan nọ́ńbà yìí?",
    "zh-hans": "为什么打这个分数？",
}

RETAIL = Demo(
    name="Tidewell Stores",
    slug="tidewell",
    brand_color="#0b5b66",
    tree=RETAIL_TREE,
    goal=("Customers come back", "NPS", "24", "40"),
    journey=(
        "A week's shopping",
        {
            "Arriving": ("Entrance and car park",),
            "In the store": ("Shelves", "Checkout"),
            "At home": ("Delivery",),
        },
    ),
    posts=(
        Post("Receipt survey", "survey", "nps", "Checkout", "Swansea Quay"),
        Post("QR code at the door, Swansea Quay", "qr", "nps", "Entrance and car park", "Swansea Quay"),
        Post("QR code at the door, Bristol Harbour", "qr", "nps", "Entrance and car park", "Bristol Harbour"),
        Post("After a delivery", "survey", "nps", "Delivery", "Online orders"),
        Post("Complaint line", "complaint", "csat", "Checkout", "Tidewell Stores"),
        Post("Store answers, from the old tool", "import", "nps", "Shelves", "Tidewell Stores"),
    ),
    metric="nps",
    title={
        "en": "How was your visit?",
        "cy": "Sut oedd eich ymweliad?",
        "hu": "Milyen volt a vásárlás?",
        "ru": "Как прошёл ваш визит?",
        "yo": "Báwo ni ìbẹ̀wò yín ṣe rí?",
        "zh-hans": "您这次购物怎么样？",
    },
    ask={
        "en": "How likely are you to recommend us to friends and family?",
        "cy": "Pa mor debygol ydych chi o'n hargymell i ffrindiau a theulu?",
        "hu": "Mennyire valószínű, hogy ajánlana minket barátainak, családjának?",
        "ru": "Насколько вероятно, что вы порекомендуете нас друзьям и близким?",
        "yo": "Báwo ni ó ṣe ṣeé ṣe tó pé ẹ máa júwe wa fún ọ̀rẹ́ àti ẹbí?",
        "zh-hans": "您有多大可能向亲友推荐我们？",
    },
    places=retail.PLACES,
    abroad=retail.ABROAD,
    causes=retail.CAUSES,
    answers=2600,
    turned={"Checkout": (0.52, 0.74), "Delivery": (0.70, 0.50)},
    wall="first",
)

HEALTH = Demo(
    name="Marches Vale Health Trust",
    slug="marches",
    brand_color="#f2b52c",
    tree=HEALTH_TREE,
    goal=("Patients feel safe with us", "CSAT", "78 %", "88 %"),
    journey=(
        "A visit to hospital",
        {
            "Coming": ("Arrival",),
            "Being there": ("Treatment", "Stay on the ward"),
            "Afterwards": ("Going home",),
        },
    ),
    posts=(
        Post("Stay on Ward 7", "survey", "csat", "Stay on the ward", "Ward 7"),
        Post("Stay on Ward 9", "survey", "csat", "Stay on the ward", "Ward 9"),
        Post("Poster in the waiting room", "qr", "csat", "Arrival", "Outpatients"),
        Post("A week after going home", "survey", "csat", "Going home", "Community nursing"),
        Post("Patient advice and complaints", "complaint", "csat", "Treatment", "Marches Vale Health Trust"),
        Post("Ward answers, from paper", "import", "csat", "Treatment", "Marches Vale Health Trust"),
    ),
    metric="csat",
    title={
        "en": "How was your time with us?",
        "cy": "Sut oedd eich amser gyda ni?",
        "hu": "Milyen volt nálunk?",
        "ru": "Как вам было у нас?",
        "yo": "Báwo ni àsìkò yín lọ́dọ̀ wa ṣe rí?",
        "zh-hans": "您在我们这里感觉如何？",
    },
    ask={
        "en": "How satisfied are you with your care?",
        "cy": "Pa mor fodlon ydych chi ar eich gofal?",
        "hu": "Mennyire elégedett az ellátással?",
        "ru": "Насколько вы довольны уходом?",
        "yo": "Báwo ni ìtọ́jú náà ṣe tẹ́ yín lọ́rùn tó?",
        "zh-hans": "您对我们的护理满意吗？",
    },
    places=health.PLACES,
    abroad=health.ABROAD,
    causes=health.CAUSES,
    answers=2000,
    turned={"Going home": (0.52, 0.74), "Arrival": (0.70, 0.50)},
    wall="none",
)

DEMOS = (RETAIL, HEALTH)
