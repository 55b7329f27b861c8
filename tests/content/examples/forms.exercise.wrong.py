"""The rule is there, and the name gets lost."""


class SignUp(forms.Form):
    name = forms.CharField(max_length=40)
    age = forms.IntegerField(min_value=0)

    def clean_name(self):
        if self.cleaned_data["name"].casefold() == "admin":
            raise forms.ValidationError("Taken.")
