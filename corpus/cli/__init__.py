"""The corpus room's commands, and what the commands of every room share."""
