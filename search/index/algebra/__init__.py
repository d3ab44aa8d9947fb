"""Linear algebra over posts: fitting of TF-IDF and the latent space, cosines, threads."""
