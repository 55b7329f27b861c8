"""It takes every address for a request, links to other pages too."""

import re


def requests_of(html):
    return re.findall(r'(?:src|href)="([^"]+)"', html)
