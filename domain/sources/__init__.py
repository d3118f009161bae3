"""The book sources: what we ask them, what their answers mean, and whether an answer is the book we asked for."""
