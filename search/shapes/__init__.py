"""The answers that leave the program as JSON: of the API, the command line and assistants."""
