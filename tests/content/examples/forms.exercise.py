"""Names lose the spaces around them, and nobody is called admin."""

form = SignUp({"name": " Ada ", "age": "36"})
assert form.is_valid()
assert form.cleaned_data == {"name": "Ada", "age": 36}
form = SignUp({"name": "ADMIN", "age": "36"})
assert not form.is_valid()
assert list(form.errors) == ["name"]
