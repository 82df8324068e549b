"""What our work costs beside its bare cost, and beside what one would take instead."""
