"""Checks of the topic `forms`."""

from bookshop.catalog.models import Author, Book, Review
from bookshop.orders.models import Order, OrderLine
from bookshop.shelves import fill, person
from django import forms
from django.core.validators import MinValueValidator
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.http import QueryDict
from django.test.utils import isolate_apps
from grading import claim, judged, observed, question, since


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "slug", "price", "author"]


class Terms(forms.Form):
    accept = forms.BooleanField()


@claim("Only a bound form can be valid")
def unbound():
    assert not forms.Form().is_valid() and forms.Form({}).is_valid()


@claim("`clean_<field>()` must return the value")
def returns():
    class F(forms.Form):
        a = forms.CharField()

        def clean_a(self):
            return self.cleaned_data["a"].upper()

    form = F({"a": "x"})
    assert form.is_valid() and form.cleaned_data == {"a": "X"}


@claim("in a `ModelForm` the model's own checks still follow")
@isolate_apps("bookshop.catalog")
def the_model_comes_last():
    seen = []

    class Ticket(models.Model):
        price = models.IntegerField(validators=[MinValueValidator(1)])

        class Meta:
            app_label = "catalog"

    class TicketForm(forms.ModelForm):
        class Meta:
            model = Ticket
            fields = ["price"]

        def clean_price(self):
            seen.append(self.cleaned_data["price"])
            return self.cleaned_data["price"]

        def clean(self):
            seen.append(self.cleaned_data["price"])

    form = TicketForm({"price": "-5"})
    assert not form.is_valid() and seen == [-5, -5] and "price" in form.errors


@claim("A `ModelForm` needs `fields` or `exclude`")
def needs_fields():
    from django.core.exceptions import ImproperlyConfigured

    try:
        forms.modelform_factory(Book)
    except ImproperlyConfigured:
        return
    raise AssertionError


@claim("call `form.save_m2m()`")
def save_m2m():
    from bookshop.catalog.models import Genre

    genre, author = Genre.objects.create(name="SF"), Author.objects.create(name="Lem")
    kind = forms.modelform_factory(Book, fields=["title", "slug", "price", "author", "stock", "genres"])
    form = kind({"title": "Eden", "slug": "eden", "price": "7", "author": author.pk, "stock": 1, "genres": [genre.pk]})
    book = form.save(commit=False)
    book.save()
    assert book.genres.count() == 0
    form.save_m2m()
    assert book.genres.count() == 1


@claim("an empty `POST` makes an unbound form")
def an_empty_post():
    assert not Terms(QueryDict("") or None).is_bound
    assert "accept" in Terms(QueryDict("")).errors


@claim("The empty choice of a select reads")
def the_empty_choice():
    fill()
    assert (">- Select an option -<" if since(6, 1) else ">---------<") in str(BookForm()["author"])


@claim("takes `example.com` for `https://example.com`")
def the_scheme():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 5.2 announces the change
        field = forms.URLField()
    assert field.clean("example.com") == ("https" if since(6, 0) else "http") + "://example.com"


@claim("draws label, help text, errors and input of one field")
def field_group():
    drawn = str(BookForm({})["title"].as_field_group())
    assert "<label" in drawn and "errorlist" in drawn and "<input" in drawn


@claim("A model field with `db_default` and no `default` stays required in a ModelForm")
@isolate_apps("bookshop.catalog")
def db_default():
    class Shelf(models.Model):
        size = models.IntegerField(db_default=0)

        class Meta:
            app_label = "catalog"

    assert not forms.modelform_factory(Shelf, fields=["size"])({}).is_valid()


@question("find-checked-values-form")
def where(choices):
    class F(forms.Form):
        n = forms.IntegerField()

    form = F({"n": "7"})
    form.is_valid()
    return {
        "request.POST": hasattr(QueryDict("n=7"), "data"),
        "form.data": form.data.get("n") == 7,
        "cleaned_data": form.cleaned_data.get("n") == 7,
        "initial": form.initial.get("n") == 7,
    }


@question("order-checks-form-run")
def order(choices):
    seen = []

    class Field(forms.IntegerField):
        def to_python(self, value):
            seen.append("field")
            return super().to_python(value)

    class F(forms.Form):
        n = Field()

        def clean_n(self):
            seen.append("`clean_<field>()`")
            return 1

        def clean(self):
            seen.append("`clean()`")

    F({"n": "1"}).is_valid()
    return {choice: choice.split(", ") == seen for choice in choices}


@question("modelform-creates-post")
def the_author_of_a_review(choices):
    ada, book = person("ada"), fill()["Emma"]
    kind = forms.modelform_factory(Review, fields=["book", "stars"])
    form = lambda: kind({"book": book.pk, "stars": 5})

    def first_save():
        form().save().writer = ada
        return True

    def commit_false():
        review = form().save(commit=False)
        review.writer = ada
        review.save()
        return review.pk

    def hidden_field():
        kind = forms.modelform_factory(Review, fields=["book", "stars", "writer"], widgets={"writer": forms.HiddenInput})
        review = kind({"book": book.pk, "stars": 5, "writer": person("bob").pk}).save(commit=False)  # the sender has changed it
        return review.writer == ada

    return {choices[0]: _works(first_save), choices[1]: _works(commit_false), choices[2]: _works(hidden_field),
            choices[3]: _works(lambda: form().save(writer=ada))}


def _works(does):
    from django.db import transaction

    try:
        with transaction.atomic():
            return bool(does())
    except Exception:
        return False


@question("users-complain-text")
def the_text_vanishes(choices):
    class Contact(forms.Form):
        name = forms.CharField(max_length=3)

    bound = Contact({"name": "too long"})
    valid = bound.is_valid()
    def answer(*, replaced):
        """The view of the question; with `replaced` as it stands there."""
        form = Contact({"name": "too long"})
        if form.is_valid():
            return "redirect"
        return str(Contact() if replaced else form)

    assert "too long" not in answer(replaced=True)
    return {
        "replaced by an empty one": not valid and "too long" in str(bound) and "too long" not in str(Contact()),
        "deletes values": "too long" not in bound.data["name"],
        "comes before": "too long" not in answer(replaced=False),
        "not to `GET`": "too long" in str(Contact(QueryDict("name="))),
    }


@question("form-valid-cleaned-data")
def the_value_is_none(choices):
    def cleaned(returns):
        class F(forms.Form):
            email = forms.EmailField()

            def clean_email(self):
                email = self.cleaned_data["email"].lower()
                return email if returns else None

        form = F({"email": "ADA@example.com"})
        assert form.is_valid()
        return form.cleaned_data["email"]

    return {"does not return": cleaned(False) is None and cleaned(True) == "ada@example.com", "`lower()`": cleaned(True) == "",
            "must be called": cleaned(True) is None, "raised at the end": cleaned(True) is None}


@question("form-empty-post")
def a_checkbox(choices):
    unticked = QueryDict("")
    bound = Terms(unticked)
    return {
        "counts as false": not Terms(unticked or None).errors and bool(bound.errors),
        "ticked or not": bound.is_valid(),
        "left to the browser": "errorlist" not in str(bound),
        "without asking": bool(Terms(unticked or None).errors),
    }


@question("form-modelform-last")
def last(choices):
    seen = []

    def validator(value):
        seen.append("model")

    with isolate_apps("bookshop.catalog"):
        class Ticket(models.Model):
            price = models.IntegerField(validators=[validator])

            class Meta:
                app_label = "catalog"

        class TicketForm(forms.ModelForm):
            class Meta:
                model = Ticket
                fields = ["price"]
                field_classes = {"price": forms.IntegerField}

            def clean_price(self):
                seen.append("field")
                return self.cleaned_data["price"]

            def clean(self):
                seen.append("clean")

        form = TicketForm({"price": "5"})
        form._validate_unique = False
        form.is_valid()
    return {"The model's checks": seen[-1] == "model", "Your `clean()`": seen[-1] == "clean", "The form's fields": seen[-1] == "field",
            "None of them": seen.index("clean") < seen.index("field")}


@question("form-blank-choice", django=(6, 1))
def the_label(choices):
    fill()
    drawn = str(BookForm()["author"])
    return {"now has a label": "Select an option" in drawn, "no longer made": 'value=""' not in drawn, "text fields": "<select" not in drawn,
            "escaped": "---------" in drawn.replace("&#45;", "-")}


@question("form-management-form")
def management(choices):
    books, ada = fill(), person("ada")
    order = Order.objects.create(customer=ada)
    lines = forms.inlineformset_factory(Order, OrderLine, fields=["book", "quantity", "price"])
    data = {"lines-0-book": books["Emma"].pk, "lines-0-quantity": 1, "lines-0-price": 8}
    counts = {"lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0}
    assert "ManagementForm data is missing" in str(lines(data, instance=order).non_form_errors())
    return {
        "management_form": "TOTAL_FORMS" in str(lines(instance=order).management_form) and lines(data | counts, instance=order).is_valid(),
        "csrf_token": lines(data | {"csrfmiddlewaretoken": "x"}, instance=order).is_valid(),
        "multipart": lines(data, {}, instance=order).is_valid(),
        "instance=order": lines(data, instance=order).is_valid(),
    }


@claim("that repeats the key of a row is valid")
@isolate_apps("bookshop.catalog")
def a_composite_key_is_overwritten():
    class Line(models.Model):
        pk = models.CompositePrimaryKey("order", "number")
        order = models.IntegerField()
        number = models.IntegerField()
        text = models.CharField(max_length=9)

        class Meta:
            app_label = "catalog"

    connection.cursor().execute('CREATE TABLE catalog_line ("order" integer, number integer, text varchar(9), PRIMARY KEY ("order", number))')
    Line.objects.create(order=1, number=2, text="old")
    form = forms.modelform_factory(Line, fields="__all__")({"order": 1, "number": 2, "text": "new"})
    assert form.is_valid()
    try:
        form.instance.full_clean()
        raise AssertionError("it does not notice")
    except ValidationError:
        pass
    form.save()
    assert Line.objects.get().text == "new"


class Stay(forms.Form):
    start, end = forms.DateField(), forms.DateField()


def refuses(rule):
    """Tell whether a form with a rule refuses the wrong order of dates, takes the right one, and stands a missing date."""
    kind = type("Ruled", (Stay,), rule)
    ask = lambda start, end: kind({"start": start, "end": end}).is_valid()
    try:
        return not ask("2026-12-02", "2026-12-01") and ask("2026-12-01", "2026-12-02") and not ask("", "2026-12-01") and not ask("2026-12-01", "")
    except (KeyError, TypeError, AttributeError):
        return False


@question("end-date-must-lie-start")
def a_rule_for_two_fields(choices):
    def clean(self):
        data = super(Stay, self).clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", "Before the start.")

    def clean_start(self):
        start, end = self.cleaned_data["start"], self.cleaned_data.get("end")
        if end and end < start:
            raise ValidationError("Before the start.")
        return start

    class Ordered(forms.DateInput):
        def value_from_datadict(self, data, files, name):
            if data.get("end") and data.get("start") and data["end"] < data["start"]:
                raise TypeError("a widget cannot refuse")
            return super().value_from_datadict(data, files, name)

    def __init__(self, *args, **kwargs):
        super(Stay, self).__init__(*args, **kwargs)
        if self.cleaned_data["end"] < self.cleaned_data["start"]:
            self.add_error("end", "Before the start.")

    return {"In `clean()`": refuses({"clean": clean}), "In `clean_start()`": refuses({"clean_start": clean_start}), "In `__init__()`": refuses({"__init__": __init__}),
            "In the widget": refuses({"start": forms.DateField(widget=Ordered), "end": forms.DateField(widget=Ordered)})}


@claim("`cleaned_data` exists after `is_valid()`")
def after_is_valid():
    from datetime import date

    form = Stay({"start": "2026-12-01", "end": "2026-12-02"})
    assert not hasattr(form, "cleaned_data") and form.is_valid() and form.cleaned_data["start"] == date(2026, 12, 1)


@claim("Checks in the browser are a help for the user")
def the_servers_checks():
    class Price(forms.Form):
        price = forms.IntegerField(min_value=1)

    assert 'min="1"' in str(Price()) and "required" in str(Price())  # a browser may ask for it
    assert not Price({"price": "-5"}).is_valid() and not Price({}).is_valid()  # curl did not


@claim("`clean_email()` checks the value and forgets to return it")
def forgotten():
    class Sign(forms.Form):
        email = forms.EmailField()

        def clean_email(self):
            assert self.cleaned_data["email"]

    form = Sign({"email": "ada@example.com"})
    assert form.is_valid() and form.cleaned_data == {"email": None}


@claim('`fields = "__all__"` in a `ModelForm`')
def a_clever_user():
    from django.contrib.auth import get_user_model

    def staff(fields):
        kind = forms.modelform_factory(get_user_model(), fields=fields)
        form = kind({"username": "eve", "first_name": "Eve", "is_staff": "on", "password": "x", "date_joined": "2026-12-01", "email": "e@example.com"})
        assert form.is_valid(), form.errors
        return form.save(commit=False).is_staff

    assert staff("__all__") and not staff(["username", "first_name"])


@claim("A file never arrives, and `request.FILES` is empty")
def a_file():
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import RequestFactory

    class Upload(forms.Form):
        cover = forms.FileField()

    plain = RequestFactory().post("/", "cover=emma.png", content_type="application/x-www-form-urlencoded")  # what a form without enctype sends
    assert not plain.FILES and plain.POST["cover"] == "emma.png"
    sent = RequestFactory().post("/", {"cover": SimpleUploadedFile("emma.png", b"x")})
    assert Upload(sent.POST, sent.FILES).is_valid() and not Upload(sent.POST).is_valid() and Upload().is_multipart()
