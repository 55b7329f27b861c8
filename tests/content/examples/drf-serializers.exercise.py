"""Different passwords are an error of the whole form, and passwords never go out."""

data = {"email": "ada@example.com", "password": "pencil", "password_again": "pen"}
serializer = SignUpSerializer(data=data)
assert not serializer.is_valid()
assert list(serializer.errors) == ["non_field_errors"]

serializer = SignUpSerializer(data=data | {"password_again": "pencil"})
assert serializer.is_valid()
assert serializer.data == {"email": "ada@example.com"}
