"""What the checkout imports."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
