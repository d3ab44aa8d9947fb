"""Citations: their parts and authors read from a printed line, and the APA line made of parts."""
