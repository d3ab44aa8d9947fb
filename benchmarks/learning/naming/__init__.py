"""Questions written to teach who is named in one, and how they are drawn from their shapes."""
