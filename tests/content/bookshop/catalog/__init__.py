"""The bookshop's app `catalog`."""
