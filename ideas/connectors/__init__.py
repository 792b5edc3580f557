"""How ideas come in from other tools."""
