"""The two templates of the views."""

templates["example/post_list.html"] = "{% for post in object_list %}{{ post.title }};{% endfor %}"
templates["example/post_form.html"] = "{{ form.as_p }}"
