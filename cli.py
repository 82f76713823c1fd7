"""The front door of a checkout: `python cli.py …` is `cba …`."""

from cba.commands.main import main

if __name__ == "__main__":
    main()
