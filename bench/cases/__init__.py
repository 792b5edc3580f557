"""One module a case; each module is found by itself."""
