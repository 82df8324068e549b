"""A chat model writes, code checks, and what fails the check does not reach the reader."""
