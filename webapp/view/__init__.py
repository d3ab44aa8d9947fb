"""What pages show and how: addresses, links, answers, citations, Markdown, drawings."""
