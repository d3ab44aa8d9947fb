"""What a maintainer should look at in a digest without a fault: its health and its style."""
