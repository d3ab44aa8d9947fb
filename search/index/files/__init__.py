"""The files of an index: its folder, and what every generation in it has beside its parts."""
