"""An f-string has put the name in before anything could escape it."""

from django.utils.safestring import mark_safe


@register.filter
def initials(name):
    letters = "".join(word[0] for word in name.split())
    return mark_safe(f'<abbr title="{name}">{letters}</abbr>')
