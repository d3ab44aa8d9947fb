"""What is measured over a cluster besides its speed."""
