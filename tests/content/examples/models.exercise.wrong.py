"""A rule that forms know, and the database does not."""


class Meta:
    ordering = ["until"]


def clean(self):
    if self.until < self.since:
        raise ValidationError("it ends before it begins")
