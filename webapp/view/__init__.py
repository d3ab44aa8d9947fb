"""What pages show and how: addresses, links, answers, metadata, Markdown, heat tables."""
