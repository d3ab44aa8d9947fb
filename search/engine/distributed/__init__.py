"""The engine over an OpenSearch cluster. The cluster proposes posts; this code ranks them."""
