"""What customers of the chain of stores say. A comment is a fact and what followed from it, so that a "
"few lines
give many; the other languages have whole comments of their own."""

from feedback.management.demo.words import Place

PLACES: dict[str, Place] = {
    "Checkout": Place(
        bad=(
            "Only one of the six tills was open at half past five.",
            "The self-checkout asked for an assistant four times for nine items.",
            "The price at the till was not the price on the shelf.",
            "The card reader refused my card twice and nobody came.",
            "The queue reached the bread aisle and the tills by the door stayed dark.",
            "A voucher that came by post yesterday was said to be out of date.",
            "The scanner took my reusable bag for an unpaid item, loudly.",
        ),
        so=(
            "I left the basket and went home without.",
            "It took longer than the shopping.",
            "My mother cannot stand that long.",
            "I missed the bus because of it.",
            "Nobody said sorry, or anything at all.",
            "Next week I try the shop across the road.",
        ),
        good=(
            "The lady at till three packed my bags because my wrist is in plaster.",
            "A second till opened as soon as three people were waiting.",
            "The young man noticed that the milk was out of date and ran for another.",
            "They found my purse and kept it safe until I rang.",
        ),
        thanks=(
            "That made my day.",
            "Please tell them thank you.",
            "I have told everybody in my street.",
            "This is why I keep coming.",
        ),
    ),
    "Shelves": Place(
        bad=(
            "No gluten-free bread for the third week.",
            "The offer of the leaflet was sold out at ten on the first day.",
            "Yoghurt three days past its date stood in front.",
            "The rice has moved again and nobody knew where.",
            "The labels of the lower shelf are turned away from anyone in a wheelchair.",
            "Half of the fruit was bruised, and at full price.",
        ),
        so=(
            "I had to go to two more shops.",
            "I have stopped looking.",
            "That is no way to treat people who come every week.",
            "My son eats nothing else.",
            "An honest note on the shelf would have helped.",
        ),
        good=(
            "The tinned jackfruit I asked for was there a week later.",
            "Somebody walked me to the shelf and did not only point.",
            "The quiet hour on Tuesdays is the only time my son will come in.",
            "Everything on my list, and fresh.",
        ),
        thanks=("Well done.", "I noticed, and I am grateful.", "Keep it up.", "More of that, please."),
    ),
    "Delivery": Place(
        bad=(
            "The order came without the milk and the bread, and the app says delivered.",
            "The slot was six to seven; the van came at twenty to nine.",
            "Four substitutions, two of them with nuts, and we said that we are allergic.",
            "Two bags split on the way from the van and the jar of honey broke.",
            "The driver left everything at the gate in the rain.",
            "Frozen things arrived soft.",
        ),
        so=(
            "I cannot leave the house, so there was no breakfast.",
            "The children were in bed by then.",
            "I have asked for the money twice.",
            "I was afraid to eat any of it.",
            "Nobody answers the telephone.",
        ),
        good=(
            "The driver carried the water up to the third floor.",
            "They rang before they changed anything.",
            "He waited while I found my keys and joked about it.",
            "On the minute, with the eggs whole.",
        ),
        thanks=("Brilliant.", "I will order again.", "He deserves a rise.", "Thank you, really."),
    ),
    "Entrance and car park": Place(
        bad=(
            "The ramp at the side door was blocked by cages again.",
            "The automatic door stuck half open.",
            "All blue-badge spaces had trolleys in them.",
            "The ticket machine took the money and gave no ticket.",
            "It is pitch dark behind the recycling bins after five.",
        ),
        so=(
            "I use a wheelchair; I went home.",
            "Somebody will fall one day.",
            "I got a fine and I do not see why I should pay it.",
            "I do not feel safe there.",
        ),
        good=(
            "The new bench by the door is a blessing.",
            "Somebody had salted the whole car park before seven.",
            "A man in your jacket pushed my trolley through the snow.",
        ),
        thanks=("Small thing, big difference.", "Thank you for thinking of us.", "Lovely people."),
    ),
}

# language -> (bad, good): whole comments
ABROAD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cy": (
        (
            "Gofynnais am help yn Gymraeg wrth y til, a chwerthin wnaeth y dyn ifanc.",
            "Roedd y drws awtomatig wedi torri eto ac roedd yn rhaid i mi aros yn y glaw.",
            "Dim bara heb glwten am y drydedd wythnos.",
        ),
        (
            "Diolch i'r ferch wrth y til am siarad Cymraeg gyda Mam.",
            "Staff cyfeillgar iawn, a phopeth ar y silff.",
        ),
    ),
    "ru": (
        (
            "Заказ привезли без молока и хлеба, а в приложении написано, что всё доставлено.",
            "Цена на кассе оказалась выше, чем на полке, и никто не извинился.",
            "Стояла в очереди сорок минут, работала одна касса из шести.",
        ),
        (
            "Водитель помог поднять сумки на четвёртый этаж. Спасибо ему большое!",
            "Очень вежливая девушка на кассе, всё объяснила.",
        ),
    ),
    "yo": (
        (
            "Mo dúró fún ogójì ìṣẹ́jú; nígbà tí mo dé ibi tí ìrẹsì wà, kò sí mọ́.",
            "Wọn kò dá mi lóhùn nígbà tí mo béèrè ìrànlọ́wọ́.",
        ),
        (
            "Ẹ ṣé púpọ̀, òṣìṣẹ́ yín ràn ìyá mi lọ́wọ́ gan-an.",
            "Inú mi dùn sí bí wọ́n ṣe gbà wá.",
        ),
    ),
    "zh-hans": (
        (
            "自助结账机一直说“请等待店员”，可是整层楼只有一位店员，等了二十分钟。",
            "货架上的价格和收银台的价格不一样，没有人解释。",
            "送来的冷冻食品已经化了。",
        ),
        ("收银员非常耐心，帮我把东西装好。谢谢！", "水果很新鲜，员工也很友好。"),
    ),
    "hu": (
        (
            "A polcon 1,20 font állt, a pénztárnál 1,85-öt fizettem, és senki sem kért bocsánatot.",
            "Két órát késett a szállítás, és a tej hiányzott.",
        ),
        (
            "A pénztáros hölgy nagyon kedves volt, segített bepakolni.",
            "Mindig friss a kenyér, köszönöm!",
        ),
    ),
}

# (cause, five whys, what prevents it)
CAUSES = (
    (
        "Saturday delivery blocks the entrance",
        ("Cages stood on the ramp", "The yard was full", "Two deliveries come within an hour",
         "The depot plans by distance, not by yard", "Nobody told the depot how small the yard is"),
        "The depot keeps ninety minutes between two Saturday deliveries",
    ),
    (
        "Too few tills are staffed between five and six",
        ("One till was open", "The late shift begins at six", "The rota follows last year's takings",
         "Last year the school was closed for repairs", "Nobody compares the rota with the queue"),
        "The late shift begins at half past four on school days",
    ),
    (
        "Shelf labels are changed after opening",
        ("The till knew the new price", "Labels were printed at nine",
        "The printer stands in the locked office",
         "The key comes with the manager", "The opening team has no key"),
        "The opening team has a key to the office and prints before eight",
    ),
    (
        "Allergy notes are not shown to pickers",
        ("A nut bar replaced an oat bar", "The picker saw no note",
        "The handset shows the first two lines only",
         "Notes stand below the address", "The screen was made before there were notes"),
        "The handset shows an allergy on top, and asks before any substitution",
    ),
)  # fmt: skip
