"""What writes an index into a cluster: documents, their layers, and the lease of the writer."""
