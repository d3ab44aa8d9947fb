"""OpenSearch on this machine: downloads the server and starts nodes."""
