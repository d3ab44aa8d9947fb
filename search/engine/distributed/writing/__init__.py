"""Writing an index into a cluster: documents, layers, and the writer's lease."""
