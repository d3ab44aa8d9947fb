"""What a server holds of the posts of generations, so that it ranks them by itself."""
