"""What other systems send, read into one normalised record: no rules here, those stand in the actions."""
