"""Serving over HTTP: the server, headers, errors, static files, guards."""
