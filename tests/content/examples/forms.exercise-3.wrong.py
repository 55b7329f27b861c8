class CoverForm(forms.Form):
    cover = forms.FileField()

    def clean_cover(self):
        cover = self.cleaned_data["cover"]
        if not cover.content_type.startswith("image/"):  # the browser's word
            raise forms.ValidationError("No picture.")
        if cover.size > 1_000_000:
            raise forms.ValidationError("Over 1 MB.")
        return cover
