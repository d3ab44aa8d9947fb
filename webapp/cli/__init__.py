"""The command line as a whole, and the commands that serve."""
