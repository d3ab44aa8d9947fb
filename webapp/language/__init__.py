"""The languages of the pages: which answers a request, and the words, numbers and dates of each."""
