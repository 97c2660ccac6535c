"""``python -m zqtrack`` and the console script."""

from zqtrack.cli.app import main

if __name__ == "__main__":
    main()
