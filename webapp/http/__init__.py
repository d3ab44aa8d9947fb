"""Serving: the server, headers, errors, the app's own files, guards."""
