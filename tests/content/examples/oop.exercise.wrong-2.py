"""The sum is printed as it comes."""


class Basket:
    def __init__(self):
        self.items = []

    def add(self, name, price):
        self.items.append((name, price))

    def __len__(self):
        return len(self.items)

    def __str__(self):
        return f"{len(self)} items, {sum(price for _, price in self.items)} EUR"
