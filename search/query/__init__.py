"""Understanding a question: its words, their equals, slips of spelling, suggestions."""
