"""Several digests read as one: their topics, ids, rankings and answers are merged."""
