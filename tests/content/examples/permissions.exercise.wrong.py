"""It works the first time."""


def make_roles(**kwargs):
    group = Group.objects.create(name="Support")
    group.permissions.add(*Permission.objects.filter(codename__in=["view_order", "change_order"]))
