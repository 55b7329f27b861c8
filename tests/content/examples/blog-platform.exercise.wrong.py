"""Authors see all drafts, and anonymous visitors are an error."""


def visible_to(self, user):
    if user.is_staff or user.is_authenticated:
        return self
    return self.filter(published_at__isnull=False)
