"""The bookshop's app `accounts`."""
