"""What readers asked, kept as counts alone, and the gaps that these show."""
