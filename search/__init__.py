"""The search room: text analysis, the question, the engine, related posts, evaluation."""
