"""A person's background and a guide in, a cited plan out."""
