"""Refuses the lower case alone."""


class SignUp(forms.Form):
    name = forms.CharField(max_length=40)
    age = forms.IntegerField(min_value=0)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name == "admin":
            raise forms.ValidationError("Taken.")
        return name
