"""The quarter's page: plain sentences to be read aloud, each with its numbers."""

from insights.figures.quarter.reading import Facts, gather
from insights.figures.quarter.times import Quarter, offered, quarter_of
from insights.figures.quarter.words import Part, headline, lens, parts

__all__ = ["Facts", "Part", "Quarter", "gather", "headline", "lens", "offered", "parts", "quarter_of"]
