"""The bookshop's app `orders`."""
