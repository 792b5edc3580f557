"""Texts as employees of a shop write them, in six languages: a few words stand in nearly every text, some in
many, and most in hardly any, as in every language (Zipf's law)."""

from itertools import accumulate
from random import Random

TAIL, SIGNS = 8_000, 700
"""So many rare words has a language, and Chinese so many signs."""
SHARES = {"en": 50, "de": 15, "fr": 12, "es": 10, "hu": 8, "zh-hans": 5}

COMMON = {
    "en": """the to and a of in for is at we they it our with on that have not customers when are from there
        should would store people time wait staff queue checkout parking door order phone price
        delivery roof bus stop ticket counter help sign return parcel app card payment lift trolley
        basket bread morning""",
    "de": """die der und in zu den das nicht wir sie mit für auf ist ein eine sich dem am es werden kunden
        wenn müssen sollten markt leute zeit warten mitarbeiter schlange kasse parkplatz eingang
        bestellung telefon preis lieferung dach haltestelle automat schalter hilfe schild rückgabe
        paket karte aufzug""",
    "fr": """de la le et les des en un une du dans est pour que qui nous vous avec sur au plus par ne pas
        ils clients quand devrait magasin gens temps attendre personnel caisse parking entrée commande
        téléphone prix livraison toit arrêt billet guichet aide panneau retour colis carte paiement
        ascenseur chariot""",
    "es": """de la que el en y a los del se las por un para con no una su al es lo como más pero sus le
        clientes cuando debería tienda gente tiempo esperar personal caja aparcamiento entrada pedido
        teléfono precio entrega techo parada billete mostrador ayuda cartel devolución paquete tarjeta
        pago ascensor carrito""",
    "hu": """a az és hogy nem is egy ez azt de meg csak már még van ha kell lehet vagy majd mint vásárlók
        amikor üzlet emberek idő várni munkatársak pénztár parkoló bejárat rendelés telefon ár
        szállítás tető megálló jegy pult segítség tábla visszaküldés csomag kártya fizetés lift
        bevásárlókocsi kosár kenyér reggel""",
    "zh-hans": """的 我们 顾客 在 可以 应该 没有 时间 等待 员工 收银台 停车场 入口 订单 电话 价格
        送货 屋顶 车站 车票 柜台 帮助 标志 退货 包裹 卡 付款 电梯 手推车 面包 早上""",
}
CONSONANTS = "bcdfghjklmnprstvwz"
VOWELS = {"en": "aeiou", "de": "aeiöü", "fr": "aeéoi", "es": "aeioá", "hu": "aeőúí"}
"""The rare words are made of these by turns."""


class Writer:
    """Draws texts; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.words = {language: self._words(language) for language in SHARES}
        self.weights = {
            language: list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
            for language, words in self.words.items()
        }

    def _words(self, language: str) -> list[str]:
        if vowels := VOWELS.get(language):
            parts = [first + second for first in CONSONANTS for second in vowels]
            rare = {"".join(self.chance.choices(parts, k=self.chance.randint(2, 6))) for _ in range(TAIL)}
        else:
            signs = [chr(0x4E00 + 19 * number) for number in range(SIGNS)]
            rare = {"".join(self.chance.choices(signs, k=2)) for _ in range(TAIL)}
        known = COMMON[language].split()
        return known + self.chance.sample(sorted(rare - set(known)), k=len(rare - set(known)))

    def language(self) -> str:
        return self.chance.choices(list(SHARES), list(SHARES.values()))[0]

    def text(self, language: str, least: int, most: int) -> str:
        """Between so many words."""
        number = self.chance.randint(least, most)
        words = self.chance.choices(self.words[language], cum_weights=self.weights[language], k=number)
        return ("" if language == "zh-hans" else " ").join(words)
