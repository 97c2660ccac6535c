"""``python -m zqtrack`` and the console script."""

import gc

from zqtrack.cli.app import main

# A run ends before there is garbage worth a search, which takes a sixth of a long list's time.
gc.disable()

if __name__ == "__main__":
    main()
