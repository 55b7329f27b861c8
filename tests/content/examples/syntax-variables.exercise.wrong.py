text = f"{name} has {round(balance, 2):,} EUR"
