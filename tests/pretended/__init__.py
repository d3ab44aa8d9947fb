"""What stands in for an engine, a model, a disk or a picture."""
