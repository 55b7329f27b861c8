"""Texts in place of numbers: they match, and hand the view strings."""

urlpatterns = [
    path("", home, name="home"),
    path("archive/<year>/", year, name="year"),
    path("archive/<year>/<month>/", month, name="month"),
    path("tags/<slug:tag>/", tag, name="tag"),
]
