"""The webapp room: pages, JSON, feeds, and the command line that mounts every room's commands."""
