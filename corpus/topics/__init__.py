"""Topics: a model of what each is about, and proposals for posts that name none."""
