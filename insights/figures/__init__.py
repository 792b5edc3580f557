"""What the pages of figures show, gathered from the floors below; nothing here writes."""
