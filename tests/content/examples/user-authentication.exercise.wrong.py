"""The form of the built-in user, in a project that has its own."""


def sign_up(request):
    form = UserCreationForm(request.POST or None)
    if form.is_valid():
        login(request, form.save())
        return redirect("/me/")
    return render(request, "sign_up.html", {"form": form})
