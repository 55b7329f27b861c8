STOCK = "{% load i18n %}{% if stock %}{{ stock }} {% translate 'copy(s) left' %}{% else %}{% translate 'sold out' %}{% endif %}"


def stock_text(stock):
    return Template(STOCK).render(Context({"stock": stock}))
