"""All permissions of the model, also to add and to delete."""


def make_roles(**kwargs):
    group, _ = Group.objects.get_or_create(name="Support")
    group.permissions.set(Permission.objects.filter(codename__endswith="_order"))
