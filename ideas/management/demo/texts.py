"""What is said about ideas in the demo."""

from typing import NamedTuple


class Told(NamedTuple):
    """An idea in its author's words."""

    title: str
    problem: str
    proposal: str
    delight: str
    language: str = "en"
    hinders: str = ""


class Tried(NamedTuple):
    """What customers try of an idea, and what they say then."""

    title: str
    what: str
    found: tuple[str, ...]


RETAIL = (
    Told("A bench at the tills", "Older customers stand for ten minutes on Saturdays.",
         "Two benches beside the queue.", "They can sit down, and nobody hurries them."),
    Told("Tell people when their order is packed", "They ring us to ask, and wait on the line.",
         "A message as soon as the parcel is closed.", "They need not ask, and know when to be at home."),
    Told("A label in large print", "Many cannot read the shelf.", "Large type on the lowest two shelves.",
         "They find it without asking a stranger.", hinders="people who see little"),
    Told("Rhoi arwyddion Cymraeg wrth bob drws", "Mae cwsmeriaid yn gofyn ble mae'r toiledau.",
         "Arwyddion mawr yn y ddwy iaith.", "Maen nhw'n teimlo'n gartrefol yma.", "cy"),
    Told("Return without a receipt by the card that paid", "Half of all returns fail for a lost receipt.",
         "Look the sale up by the card.", "They get their money back in a minute."),
    Told("Не держать клиентов на линии", "Люди ждут ответа по двадцать минут.",
         "Перезванивать в выбранное время.", "Им не нужно слушать музыку.", "ru"),
    Told("A quiet hour on Tuesdays", "Music and announcements hurt some of our customers.",
         "From nine to ten no music and dim light.", "They can shop at all.", hinders="autistic customers"),
    Told("Egy második pénztár szombaton", "Szombatonként az ajtóig ér a sor.",
         "Nyissunk még egy pénztárt tíztől kettőig.", "Nem telik el a fél napjuk sorban állással.", "hu"),
    Told("Carry heavy things to the bus", "Who comes by bus buys less than they want.",
         "A trolley that stays at the stop.", "They buy what they came for."),
    Told("为推婴儿车的顾客留一条通道", "收银台之间太窄，婴儿车过不去。", "加宽一条通道。",
         "他们不用把孩子抱出来。", "zh-hans",
         "parents with a pram"),
    Told("Say on the door how busy it is", "People come at noon and leave again.",
         "A light: green, amber, red.", "They choose their hour."),
    Told("Repair instead of replace", "Customers throw away what has one broken part.",
         "Sell the five parts that break most.", "They keep what they love."),
    Told("One number for everything", "Customers are passed on three times.",
         "The first who answers keeps them.", "They tell their story once."),
    Told("Àkọlé Yorùbá lórí ẹ̀rọ", "Àwọn oníbàárà kan kò lè ka Gẹ̀ẹ́sì.", "Fi èdè Yorùbá kún un.",
         "Wọ́n á lè rà á fúnra wọn.", "yo"),
)  # fmt: skip
HEALTH = (
    Told("Say how long the wait is", "Nobody knows whether it is ten minutes or two hours.",
         "A board with the time of the last who was called.", "They can fetch a tea without fear."),
    Told("A ramp at the south door", "The ramp is at the back, in the rain.",
         "A ramp of wood until the builder comes.",
         "They come in by the same door as everybody.", hinders="people in wheelchairs"),
    Told("Warm blankets in the waiting room", "It is cold after six.", "Six blankets in a warm box.",
         "Somebody thought of them."),
    Told("Llythyrau mewn iaith glir", "Nid yw cleifion yn deall ein llythyrau.",
         "Ail-ysgrifennu'r deg llythyr.",
         "Maen nhw'n gwybod beth i'w wneud.", "cy"),
    Told("Ring the family after an operation", "They wait all day for news.", "One call, by who was there.",
         "They hear it from somebody who knows."),
    Told("Parking paid on the way out", "People leave a consultation to feed the meter.",
         "Pay when leaving.", "They listen to the doctor."),
    Told("One form for all departments", "Patients write their address five times.", "Print what we know.",
         "They are not strangers here."),
    Told("Hearing loops that work", "Half of them are broken, and nobody knows which.",
         "Test each on Mondays.", "They hear their own name.", hinders="people who hear little"),
)  # fmt: skip
PROVEN_RETAIL = (
    Told("One queue for all tills", "Who chooses the wrong queue waits twice as long, and sees it.",
         "One line with a number that says which till is free.", "Nobody who came later is served first.",
         hinders="people who cannot stand for long"),
    Told("A map of the shelves at the door", "People ask four times for the same three things.",
         "A map with the hundred things that are asked for most.", "They find it, and need not ask."),
    Told("Deliver by the evening, without an hour", "Drivers lose time with the hours that we promise.",
         "One promise only: it comes by nine.", "It costs less, and they get it the same day."),
    Told("A trolley that stops by itself", "On the slope of the car park trolleys roll away.",
         "A brake that holds when nobody's hand is on the bar.", "A parent has both hands for the child."),
)  # fmt: skip
PROVEN_HEALTH = (
    Told("Tablets are packed the evening before", "Some wait for tablets longer than for an operation.",
         "The pharmacy packs them when the round has named who goes home.",
         "They are at home for lunch."),
    Told("The order of the morning on the wall", "Patients ask each who passes when their turn is.",
         "A board with the order, by initials.", "They know, and can sleep."),
    Told("Check in by telephone only", "The desk is full from eight to ten.",
         "Who has an appointment rings from the car.", "Nobody stands in a queue."),
)  # fmt: skip
TRIED = {
    "tidewell": Tried(
        PROVEN_RETAIL[3].title, "The trolleys with a brake, at the north door",
        ("It stood still while I lifted my daughter in.", "Good on the slope; a bit heavy with a full load.",
         "I had both hands free for once.", "Better. Some at the far end still have none."),
    ),
    "marches": Tried(
        PROVEN_HEALTH[1].title, "The board in ward three, with the order of the morning",
        ("I knew that I was fourth, and slept until then.", "Good, but I could not read it without glasses.",
         "Nobody had to be asked any more.", "It was wrong once, and the nurse came and told us."),
    ),
}  # fmt: skip
UNNAMED = {
    "tidewell": (
        Told("Stop the contest of who scans fastest", "We hurry those who pack slowly, to win it.",
             "Praise who was thanked by a customer.", "Nobody is chased from the till."),
        Told("Say no to the extended guarantee", "We must offer it thrice, and people feel trapped.",
             "Offer it once, in writing.", "They leave with what they came for."),
        Told("Do not hide the reduced bread", "We are told to put it behind the new one.",
             "A shelf of its own by the door.", "Who has little finds it first."),
        Told("Let us repair a mistake at once", "For five pounds I wait for a signature.",
             "Ten pounds a day for each of us to decide.", "It is put right while they stand there."),
        Told("Two at the desk on Sundays", "One cannot listen while the telephone rings.",
             "A second one from ten to two.", "They are heard to the end."),
        Told("Turn the music off for an hour", "Some leave because of it, and say so to us only.",
             "A quiet hour each morning.", "They can shop without a headache."),
        Told("Read our notes before a store is refitted", "The new doors are too heavy for many.",
             "Ask the staff of the store first.", "They get in by themselves."),
    ),
    "marches": (
        Told("Do not call it discharge at five", "We send people home at night to free a bed.",
             "Nobody goes home after nine.", "They arrive when somebody is there."),
        Told("A second pair of hands at night", "Who rings waits, and is told that we are busy.",
             "One more of us on each ward till two.", "They are not alone with their fear."),
        Told("Say it when we were wrong", "We write that we are sorry that they feel so.",
             "Say what happened, and that it was our fault.", "They believe us again."),
        Told("No trainees without asking", "Patients are not asked who may be in the room.",
             "Ask before the door opens.", "They decide who sees them."),
        Told("Turn the lights down at ten", "We leave them on because it is easier for us.",
             "Lamps at the floor.", "They sleep."),
        Told("Read the chart before you ask", "They tell their story to four of us.",
             "Who comes in has read it.", "They are known."),
        Told("Somebody who sits with the dying", "There is no time, and we are ashamed of it.",
             "Volunteers who are called at any hour.", "Nobody dies alone."),
    ),
}  # fmt: skip
CUSTOMERS = {
    "tidewell": (
        Told("Let me keep my place in the queue", "I forget the milk, and lose twenty minutes.",
             "A card that keeps the place for two minutes.", "I would not leave without the milk."),
        Told("Say when the bread comes", "I come at seven, and it comes at eight.",
             "Write the times on the door.", "I would come once, not twice."),
        Told("A bench outside", "My husband waits for me in the rain.", "A bench under the roof.",
             "He would come along again."),
    ),
    "marches": (
        Told("Tell me who will ring me", "A number that I do not know rings, and I do not answer.",
             "Say the number when I leave.", "I would answer, and not worry."),
        Told("A quiet corner", "My son cannot bear the noise in the waiting room.",
             "A room with the door closed.", "We would come before it is an emergency."),
        Told("Letters in large print", "I need my neighbour to read your letters to me.",
             "Ask once, and remember.", "What is private would stay private."),
    ),
}  # fmt: skip
SAID_BY_CUSTOMERS = (
    "I would use this every week.", "Please ask those who come by bus as well.",
    "It would have helped my mother.",
)  # fmt: skip
COMMENTS = (
    "My customers ask for this every week.", "We tried it in the small store, and it worked.",
    "Who would look after it in the evening?", "I would help with it.", "It costs less than one complaint.",
    "Could we begin with one place?",
)  # fmt: skip
OBJECTIONS = (
    "There is no room for it since the refit.", "The landlord has refused it twice.",
    "It helps few and costs every day.",
)  # fmt: skip
REASONS = {
    "planned": ("We do it in spring, when the budget is there.", "Yes: it goes on the list of this quarter."),
    "started": ("Somebody has it in hand now.", "We begin in one place, and look after a month."),
    "completed": ("It is done everywhere since today.", "It stands, and customers use it."),
    "declined": ("It would break the fire rules; we looked for another way and found none.",
                 "We asked twenty customers, and two wanted it."),
}  # fmt: skip
