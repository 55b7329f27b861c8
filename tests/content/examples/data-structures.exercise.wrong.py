words = "the cat and the dog and the bird".split()
d = {}
for word in words:
    d.setdefault(word, 1)
