"""The admin."""

from django.contrib import admin
