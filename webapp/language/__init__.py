"""The languages of pages: choosing one, and its texts, numbers and dates."""
