"""The search room's commands."""
