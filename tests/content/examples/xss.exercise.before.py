"""The library that the filter registers with."""

from django.template import Library

register = Library()
