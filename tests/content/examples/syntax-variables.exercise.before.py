name, balance = "Ada", 1234.5
