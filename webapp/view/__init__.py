"""What pages show: addresses, links, answers, metadata, Markdown, drawings."""
