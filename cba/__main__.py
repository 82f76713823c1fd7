"""`python -m cba …` is `cba …`."""

from cba.commands.main import main

if __name__ == "__main__":
    main()
