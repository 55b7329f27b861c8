"""Two runs make one group with exactly two permissions."""

Order = type("Order", (models.Model,), {"__module__": __name__})

from example_django import create_missing_tables

create_missing_tables()
make_roles()
make_roles()
support = Group.objects.get(name="Support")
assert sorted(support.permissions.values_list("codename", flat=True)) == ["change_order", "view_order"]
