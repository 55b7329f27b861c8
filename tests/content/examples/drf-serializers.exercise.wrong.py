"""The rule as one of a single field."""


class SignUpSerializer(serializers.Serializer):
    email = serializers.EmailField()
    password = serializers.CharField(write_only=True)
    password_again = serializers.CharField(write_only=True)

    def validate_password_again(self, value):
        if value != self.initial_data["password"]:
            raise serializers.ValidationError("The passwords differ.")
        return value
