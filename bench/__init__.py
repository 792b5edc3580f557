"""`make bench`: how fast Heed is, beside what the machine could do at best, measured in the same run."""
