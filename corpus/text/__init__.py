"""Text from any source: encoding, letters, words, sentences, dates, XML, readability."""
