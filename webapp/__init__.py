"""The webapp room: pages, JSON, feeds, and the command line with every room's commands."""
