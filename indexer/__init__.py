"""The indexer room: what changed, when to build, and how an index is published safely."""
