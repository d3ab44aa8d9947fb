"""The engines that are compared; each library is only imported by its engine's module."""
