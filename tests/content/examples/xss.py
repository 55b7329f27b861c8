"""Quotes are escaped as well, links are not checked, and `format_html` escapes its arguments only."""

assert Template("{{ x }}").render(Context({"x": "'\""})) == "&#x27;&quot;"
link = Template('<a href="{{ x }}">').render(Context({"x": "javascript:alert(1)"}))
assert link == '<a href="javascript:alert(1)">'
assert format_html("{}{}", mark_safe("<b>"), name) == "<b>&lt;script&gt;"
assert "</script>" not in render("{{ name|json_script }}").removesuffix("</script>")
