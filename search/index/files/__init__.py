"""The files of an index: its folder, arrays, checksums, manifests and settings."""
