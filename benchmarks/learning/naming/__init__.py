"""Questions that train the judge of names, and the shapes that they are drawn from."""
