"""The two demo organisations: their trees, and the names of who works there and of who comes to them."""

from typing import NamedTuple


class Branch(NamedTuple):
    """A team and those below it."""

    name: str
    location: str
    staff: int
    below: tuple["Branch", ...] = ()


RETAIL_TREE = Branch(
    "Tidewell Stores", "Cardiff", 4,
    (
        Branch("Wales", "Cardiff", 2, (
            Branch("Swansea Quay", "Swansea", 12),
            Branch("Cardiff Roath", "Cardiff", 10),
            Branch("Wrexham Market", "Wrexham", 10),
        )),
        Branch("England", "Bristol", 2, (
            Branch("Bristol Harbour", "Bristol", 12),
            Branch("Leicester Belgrave", "Leicester", 10),
            Branch("Peckham Rye", "London", 10),
            Branch("Leeds Kirkgate", "Leeds", 10),
        )),
        Branch("Online orders", "Newport", 12),
    ),
)  # fmt: skip

HEALTH_TREE = Branch(
    "Marches Vale Health Trust", "Shrewsbury", 3,
    (
        Branch("Llanfair Hospital", "Llanfair", 2, (
            Branch("Ward 7", "Llanfair", 12),
            Branch("Ward 9", "Llanfair", 12),
            Branch("Day surgery", "Llanfair", 10),
        )),
        Branch("Severn Hospital", "Shrewsbury", 2, (
            Branch("Maternity", "Shrewsbury", 12),
            Branch("Emergency", "Shrewsbury", 14),
            Branch("Outpatients", "Shrewsbury", 10),
        )),
        Branch("Community nursing", "Ludlow", 10),
    ),
)  # fmt: skip

FIRST = (
    "Nia", "Tom", "Kemi", "Owain", "Wei", "Priya", "Gareth", "Ifeoma", "Rosalind", "Anna", "Samuel",
    "Eleri", "Joan", "Oksana", "Ágnes", "Bence", "Folasadé", "Li", "Ruth", "Hassan", "Megan",
    "Dafydd", "Grace", "Ivan", "Mateusz", "Amina", "Colin", "Siân", "Yusuf", "Helen", "Tunde",
    "Ming", "Katalin", "Rhys", "Zofia", "Daniel", "Bronwen", "Olu", "Irina", "Peter", "Chloe",
    "Arjun", "Maureen", "Emeka", "Lowri", "Judit", "Sergei", "Fatima",
)  # fmt: skip
LAST = (
    "Rowlands", "Pryce", "Lawal", "Rees", "Zhang", "Nair", "Hallam", "Adeyemi", "Keep", "Kovács",
    "Tapper", "Prosser", "Melnyk", "Ogunbanjo", "Abelson", "Haddad", "Bevan", "Okafor", "Petrov",
    "Szabó", "Chen", "Walsh", "Begum", "Nowak", "Evans", "Balogun", "Hughes", "Varga", "Ivanova",
    "Sutton", "Mwangi", "Llewellyn", "Costa", "Turner", "Bello", "Novak", "Griffiths", "Tully",
    "Sharma", "Fox", "Dlamini", "Carter", "Horváth", "Lin",
)  # fmt: skip
