"""What challenges of the demo ask, what was handed in for them, and what became of it."""

from typing import NamedTuple

from ideas.management.demo.texts import Told


class Question(NamedTuple):
    """A challenge in its sponsor's words."""

    words: str
    about: str
    answers: tuple[Told, ...]
    became: str = ""


RETAIL = (
    Question(
        "What makes people wait who need not?",
        "We lose more customers to waiting than to prices. Small things count.",
        (
            Told("Weigh the fruit at the shelf", "Half of the time at the till is weighing.",
                 "A scale with pictures beside the apples.", "They are through in a minute."),
            Told("Nobody counts small change on Saturdays", "The drawer is counted while people wait.",
                 "Count it at noon in the office.", "The till is open when it is full."),
            Told("Parcels have a shelf of their own", "Who fetches a parcel waits behind a week's shopping.",
                 "A shelf with numbers, and a bell.", "They are on their way at once."),
            Told("Twt lle i dalu wrth y drws", "Mae pobl ag un peth yn aros y tu ôl i bawb.",
                 "Til bach wrth y drws i un neu ddau o bethau.", "Maen nhw'n mynd adref yn gynt.", "cy"),
        ),
        "We do two of them in every store by spring: scales at the fruit, and a shelf for parcels. The till"
        " at the door would break the fire rules. Thank you for all four.",
    ),
    Question(
        "What could we stop doing that no customer would miss?",
        "An hour that is saved there is an hour for somebody at the door.",
        (
            Told("No more paper leaflets on Wednesdays", "Nine of ten are thrown away in our own car park.",
                 "Print those that were asked for.", "They carry less home, and see that we save."),
            Told("One price label instead of three", "Three labels, and the largest is not the price.",
                 "The price, large, and nothing else.", "They see what it costs."),
            Told("Ne kérdezzük a pontkártyát kétszer", "Mindenkit kétszer kérdezünk, és bosszantja őket.",
                 "Csak a fizetésnél kérdezzük meg.", "Gyorsabban végeznek.", "hu"),
            Told("No music before ten", "Who comes early comes for the quiet.", "Switch it on at ten.",
                 "They can hear one another.", hinders="people who hear little"),
        ),
    ),
)  # fmt: skip
HEALTH = (
    Question(
        "What do patients ask us again and again?",
        "What is asked twice was not said well. Tell us what we should say at once.",
        (
            Told("When may I eat?", "It is asked at each bed all day.", "A card at the bed with the time.",
                 "They need not ask, and are not hungry for nothing."),
            Told("Who is who?", "Nobody knows who is a doctor.", "Large first names, and what we do.",
                 "They know whom to ask."),
            Told("How do I get home?", "The last bus is gone when we let people go.",
                 "Ask on the day before, and write it down.", "They are not left at the door."),
            Told("Beth mae'r gair yma'n ei olygu?", "Mae pobl yn nodio heb ddeall.",
                 "Taflen â'r ugain gair mwyaf cyffredin.", "Maen nhw'n deall.", "cy"),
        ),
        "Two of them are done from next month: the card at the bed, and how to get home, which is asked on"
        " the day before. Large first names have to wait for the new uniforms.",
    ),
    Question(
        "Where do we make people feel like a number?",
        "Not who does it: where it happens, and what would be kinder.",
        (
            Told("Say the name, not the bed", "“Bed four” is what people hear of themselves.",
                 "Names on the board, by the patient's wish.", "They are somebody."),
            Told("Knock at the curtain", "A curtain is a door.", "Ask before it is drawn.",
                 "They keep their dignity."),
            Told("No number on the wristband that can be read aloud", "It is read aloud before strangers.",
                 "Scan it, and ask for the name.", "Nobody learns their date of birth."),
            Told("A chair beside the desk", "Who tells us why they came does so standing, and all can hear.",
                 "A chair, and a line on the floor.", "They can say it in private.",
                 hinders="people who hear little"),
        ),
    ),
)  # fmt: skip
