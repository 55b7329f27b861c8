"""Subqueries."""

from django.db.models import Exists, OuterRef, Subquery
