"""The indexer room's commands."""
