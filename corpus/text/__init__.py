"""Text from any source: its encoding, letters, dates and XML made safe, and how hard it reads."""
