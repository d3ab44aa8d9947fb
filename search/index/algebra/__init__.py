"""Linear algebra of posts: directions, cosines, and how many threads they take."""
