"""A list in one parameter, and the separator behind it by position."""


def slugify(first="", *words, sep="-"):
    text = first.lower()
    for word in words:
        text += word.lower() + sep
    return text
