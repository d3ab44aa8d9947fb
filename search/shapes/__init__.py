"""The JSON of answers: the same for the API, the command line and assistants."""
