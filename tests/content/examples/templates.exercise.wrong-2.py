def stock_text(stock):  # the number is in the text before it is looked up
    text = f"{stock} copies left" if stock > 1 else "1 copy left" if stock else "sold out"
    return Template("{% load i18n %}{% translate text %}").render(Context({"text": text}))
