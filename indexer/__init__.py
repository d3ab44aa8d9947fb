"""The indexer room: what changed, when to build, how a finished index goes live safely."""
