"""OpenSearch on this machine: the server fetched, and nodes of it started."""
