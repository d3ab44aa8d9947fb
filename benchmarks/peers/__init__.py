"""The engines that are compared; only an engine's module knows its library."""
