"""The answer uses unittest."""

import unittest
