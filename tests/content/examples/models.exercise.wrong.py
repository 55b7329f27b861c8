"""A rule that forms know, and the database does not."""


class Meta:
    ordering = ["due_on"]


def clean(self):
    if self.due_on < self.lent_on:
        raise ValidationError("due before lent")
