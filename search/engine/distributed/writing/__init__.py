"""Writing generations into a cluster: documents, deltas and the tables of words."""
