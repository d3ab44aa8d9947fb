"""Engines: the interface that other rooms use, and the engine over an index folder."""
