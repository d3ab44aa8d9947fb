"""The digest for programs: JSON, its OpenAPI document, and assistants."""
