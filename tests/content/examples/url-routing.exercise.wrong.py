"""Texts in place of numbers: they match, and hand the view strings."""

urlpatterns = [
    path("", home, name="home"),
    path("sales/<year>/", year, name="year"),
    path("sales/<year>/<month>/", month, name="month"),
    path("genres/<slug:slug>/", genre, name="genre"),
]
