"""What patients of the health trust say, as in retail.py."""

from feedback.management.demo.words import Place

PLACES: dict[str, Place] = {
    "Arrival": Place(
        bad=(
            "The screen in the waiting room still showed yesterday's names.",
            "I waited seventy minutes beyond my appointment and was told nothing.",
            "The letter named the old building; it has been closed since spring.",
            "Nobody at the desk looked up.",
            "The only lift was out of order and the clinic is on the third floor.",
        ),
        so=(
            "I had taken the morning off for nothing.",
            "My father walks with a frame.",
            "Somebody could have said so.",
            "We thought we had been forgotten.",
        ),
        good=(
            "The volunteer at the door walked us to the right floor.",
            "They told us honestly that it would be forty minutes, and it was.",
            "The receptionist remembered that I lip-read and took off her mask behind the glass.",
        ),
        thanks=("That calmed us.", "So kind.", "Thank you for the honesty.", "What a start."),
    ),
    "Stay on the ward": Place(
        bad=(
            "The call bell was answered after half an hour, twice.",
            "Lights and loud talk at the desk until two in the morning.",
            "Nobody could tell my wife when visiting ends.",
            "The food was cold and the vegetarian meal had been given away.",
            "The bathroom was not cleaned from Friday to Sunday.",
            "Three people asked me the same questions on the same day.",
        ),
        so=(
            "I did not dare to drink in the evening.",
            "I slept two hours.",
            "She drove home without seeing me.",
            "One feels like a parcel.",
            "It must be possible to write it down once.",
        ),
        good=(
            "The night nurse explained every drip before she touched it.",
            "The ward sister sat down on a chair when she spoke with me.",
            "Somebody washed my hair because my daughter was coming.",
            "The physio came on Sunday so that I could go home on Monday.",
        ),
        thanks=(
            "I will not forget that.",
            "She is worth gold.",
            "Please thank the whole team of the night.",
            "I felt like a person.",
        ),
    ),
    "Treatment": Place(
        bad=(
            "The doctor looked at the screen and not at me.",
            "I was told the result in the corridor with others listening.",
            "The scan was cancelled for the third time, by text, on the way there.",
            "My question about the tablets was not answered by anybody.",
        ),
        so=(
            "I went home more afraid than I came.",
            "I had not eaten since the evening before.",
            "I looked it up on the internet, which was worse.",
            "That is not private, and it was my life.",
        ),
        good=(
            "The consultant drew my knee on paper until I understood.",
            "The anaesthetist held my hand and counted with me.",
            "They rang me themselves with the result, a day early.",
        ),
        thanks=("I trust them.", "Excellent.", "I was in good hands.", "You can be proud of them."),
    ),
    "Going home": Place(
        bad=(
            "I waited for my tablets from ten until six.",
            "The letter to my doctor was not there two weeks later.",
            "Transport came at nine in the evening; I am eighty-four.",
            "No one told us how to change the dressing.",
        ),
        so=(
            "The bed could have been somebody else's.",
            "She had to ring four numbers.",
            "We found a film about it ourselves.",
            "The last day spoilt a good week.",
        ),
        good=(
            "A nurse rang two days later to ask how I was doing.",
            "Everything was in the bag, with times written in large letters.",
            "The district nurse already knew me by name.",
        ),
        thanks=("That is care.", "I was astonished.", "Thank you all.", "It took away the fear."),
    ),
}

# language -> (bad, good): whole comments
ABROAD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cy": (
        (
            "Bu'n rhaid i mi aros saith deg munud heb i neb ddweud dim.",
            "Nid oedd neb ar y ward yn siarad Cymraeg, ac mae Dad wedi drysu yn Saesneg.",
            "Daeth y tabledi am chwech, er i mi gael mynd adref am ddeg.",
        ),
        (
            "Eglurodd y nyrs nos bopeth yn Gymraeg. Diolch o galon.",
            "Gofal arbennig gan bawb ar y ward.",
        ),
    ),
    "ru": (
        (
            "Ночью никто не подходил на вызов больше получаса.",
            "Мне сообщили результат в коридоре, при чужих людях.",
        ),
        (
            "Медсестра всё терпеливо объяснила, я перестала бояться.",
            "Спасибо врачам за внимание и за звонок после операции.",
        ),
    ),
    "yo": (
        (
            "Mo dúró láti àárọ̀ títí di alẹ́ kí n tó gba oògùn mi.",
            "Kò sí ẹni tí ó ṣàlàyé ìdí tí wọ́n fi fagi lé e.",
        ),
        ("Nọ́ọ̀sì náà tọ́jú mi dáadáa, Ọlọ́run yóò bù kún un.",),
    ),
    "zh-hans": (
        ("等了一个多小时，没有人告诉我们为什么。", "晚上护士站说话声音太大，我一夜没睡。"),
        ("医生画图给我解释，听得很明白，非常感谢。", "护士每天都问我疼不疼，很贴心。"),
    ),
    "hu": (
        (
            "Reggel tíztől este hatig vártam a gyógyszereimre.",
            "Senki sem mondta meg a feleségemnek, meddig tart a látogatás.",
        ),
        (
            "Az éjszakás nővér mindent türelmesen elmagyarázott.",
            "Köszönöm a gondos ápolást az egész osztálynak.",
        ),
    ),
}

# (cause, five whys, what prevents it)
CAUSES = (
    (
        "Tablets to take home are ordered too late",
        ("Tablets came at six", "The pharmacy got the list at three", "The list is written after the round",
         "The round ends at two", "Nobody writes it on the evening before"),
        "The list of tablets is written on the evening before going home",
    ),
    (
        "Call bells are not shared out at night",
        ("The bell rang for half an hour", "Both nurses were in the same room", "Turns need two people",
         "Nobody covers the other bays meanwhile", "The night plan names no one for the bell"),
        "The night plan names one person who answers bells during turns",
    ),
    (
        "Letters still name the old building",
        ("Patients came to a closed door", "The letter had the old address",
        "The template was copied in spring",
         "Each clinic keeps its own copy", "Nobody owns the templates"),
        "One template for all clinics, owned by outpatients' office",
    ),
)  # fmt: skip
