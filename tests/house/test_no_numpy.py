"""Web processes and the statistics stay light: no numpy, scipy or pandas, not even by accident."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

HEAVY = ("numpy", "scipy", "pandas", "statsmodels")
WEB = """
import pkgutil, importlib, analytics.stats, notifyhub.rsgi, notifyhub.urls
for each in pkgutil.iter_modules(analytics.stats.__path__, "analytics.stats."):
    importlib.import_module(each.name)
"""


def test_neither_the_statistics_nor_a_web_process_import_numpy(tmp_path: Path) -> None:
    """Stand-ins lie on the path, so that even an optional import would be seen."""
    for name in HEAVY:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    told = f"import sys\nprint([name for name in {HEAVY} if name in sys.modules])"

    found = subprocess.run(
        [sys.executable, "-c", WEB + told],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert found.stdout.strip() == "[]"
