"""A number, a default, and an error that says which number."""

assert read_port("") == 8000 and read_port("", 1) == 1
assert read_port("80") == 80 and read_port("65535") == 65535
for text in ("70000", "0", "-1", "abc"):
    try:
        read_port(text)
    except ValueError as error:
        assert text in str(error)
    else:
        assert False, f"{text} was taken"
