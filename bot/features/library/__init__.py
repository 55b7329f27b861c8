"""`/library`: the roadmaps that a server may study, and the organisers' way to bring their own."""
