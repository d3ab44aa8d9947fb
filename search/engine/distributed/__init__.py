"""The engine over an OpenSearch cluster, which proposes, counts and stores; the legs rank."""
