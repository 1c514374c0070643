"""`python -m trellis.cli` is the `trellis` command."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
