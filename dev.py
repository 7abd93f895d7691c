"""Set up, start, test and check Funnelcraft, with nothing but Python 3.11 and its venv module.

python3 dev.py run [ARGUMENTS]    set up if needed, then start the window or a command
python3 dev.py test [ARGUMENTS]   set up if needed, then run the tests
python3 dev.py check              set up if needed, then lint, formatting, types and layers
python3 dev.py setup              only set up, for everything
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "set-up-from"
LOCK = "constraints.txt"

# What each task needs beside the program itself.
EXTRAS = {"run": "", "test": "test", "check": "test,check", "setup": "test,check"}

# What Qt loads from the system on Linux, and the Debian package that has it.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def has_screen() -> bool:
    """Say whether a window could be shown."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def has_fonts() -> bool:
    """Say whether any scalable font is installed: without one, Qt draws no text at all."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(f.rglob("*.[to]t[fc]"), None) for f in folders if f.is_dir())


def missing_packages() -> list[str]:
    """Return the Debian packages that hold what this system lacks."""
    if not sys.platform.startswith("linux"):
        return []
    packages = []
    for library, package in (LIBRARIES | SCREEN_LIBRARIES if has_screen() else LIBRARIES).items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    if not has_fonts():
        packages.append("fonts-inter")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        packages.append("python3-venv")
    return packages


def install_packages(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise say exactly what to type."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise SystemExit(f"These Debian packages, or your system's like, are missing: {packages}")
    if os.geteuid() != 0:
        raise SystemExit(
            f"Missing system libraries. Install them with:\n  sudo {' '.join(command)}"
        )
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # What is installed goes to stderr: standard output is for the program's results.
    if subprocess.run(command, env=env, stdout=sys.stderr).returncode != 0:
        subprocess.run(["apt-get", "update"], env=env, stdout=sys.stderr, check=True)
        subprocess.run(command, env=env, stdout=sys.stderr, check=True)


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def set_up(extras: str) -> None:
    """Make the virtual environment with the given extras, unless it is there already."""
    if packages := missing_packages():
        install_packages(packages)
    here = _digest(sys.version.encode(), bytes(ROOT))
    sources = _digest(*((ROOT / name).read_bytes() for name in ("pyproject.toml", LOCK)))
    had = STAMP.read_text().split() if PYTHON.exists() and STAMP.exists() else []
    wanted = set(filter(None, extras.split(","))) | set(had[2:])
    if had[:2] == [here, sources] and wanted == set(had[2:]):
        return
    if had[:1] != [here]:  # another Python, or the folder was moved: scripts in there would break
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    print("Setting up Funnelcraft; the first time takes a minute or two …", file=sys.stderr)
    target = f"{ROOT}[{','.join(sorted(wanted))}]" if wanted else str(ROOT)
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    done = subprocess.run([*pip, "-c", ROOT / LOCK, "-e", target], stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise SystemExit("Setting up failed; what pip says stands above.")
    # Compiled once and kept in the user's cache, so that the first forecast does not wait for it.
    warm_up = "from funnelcraft.simulation.engine import warm_up; warm_up()"
    subprocess.run([PYTHON, "-c", warm_up], check=True)
    STAMP.write_text(" ".join((here, sources, *sorted(wanted))))


def check() -> int:
    """Run every check, also after one has failed; return 1 where one has."""
    checks: tuple[tuple[list[str], Path], ...] = (
        (["ruff", "check", "."], ROOT),
        (["ruff", "format", "--check", "."], ROOT),
        (["mypy"], ROOT / "src"),  # in src/, where `io` hides nothing
        (["lint-imports"], ROOT),
    )
    failed = 0
    for (tool, *arguments), folder in checks:
        print("→", tool, *arguments, flush=True)
        failed |= subprocess.run([BIN / tool, *arguments], cwd=folder).returncode != 0
    return failed


def main() -> int:
    """Do what the command line asks for."""
    if sys.version_info < (3, 11):
        raise SystemExit("Funnelcraft needs Python 3.11 or newer.")
    task, arguments = (sys.argv[1] if len(sys.argv) > 1 else "run"), sys.argv[2:]
    if task not in EXTRAS:
        raise SystemExit(__doc__)
    set_up(EXTRAS[task])
    if task == "setup":
        return 0
    if task == "check":
        return check()
    env = dict(os.environ)
    if sys.platform.startswith("linux") and not has_screen():
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    if task == "test":
        return subprocess.run([PYTHON, "-m", "pytest", *arguments], env=env, cwd=ROOT).returncode
    return subprocess.run([PYTHON, ROOT / "main.py", *arguments], env=env).returncode


if __name__ == "__main__":
    raise SystemExit(main())
