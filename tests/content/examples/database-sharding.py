"""The map from users to databases is even and stable, and growing moves users to the new database only."""

from collections import Counter

load = Counter(where[slot(user)] for user in users)
assert set(load) == {"db0", "db1", "db2", "db3"}
assert max(load.values()) < 1.1 * min(load.values())
assert slot(42) == slot("42") == 653
assert {grown[slot(user)] for user in users if where[slot(user)] != grown[slot(user)]} == {"db4"}
