"""On what it was measured."""

import os
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path


def describe(folder: Path, programs: Mapping[str, str]) -> dict[str, str]:
    """Say what the machine is, what runs on it and how busy it was at first."""
    busy = os.getloadavg()[0]
    return {
        "processor": f"{_of_file('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "memory": f"{int(_of_file('/proc/meminfo', 'MemTotal').split()[0]) >> 20} GiB",
        "system": f"{_system()}, Linux {platform.release()}, {_file_system(folder)}",
        "Python": platform.python_version(),
        **{name: version(name) for name in ("zqtrack", "typer", "toml-rs")},
        **{tool: _version(program) for tool, program in programs.items()},
        "load at the start": f"{busy:.1f}",
    }


def _of_file(path: str, name: str) -> str:
    """Give what a file of ``name : value`` says of a name."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "0 unknown"


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return "unknown system"


def _file_system(folder: Path) -> str:
    """Give the kind of file system that a folder lies on."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    above = {str(path) for path in (folder.resolve(), *folder.resolve().parents)}
    return max(
        ((len(place), kind) for _, place, kind, *_ in mounts if place in above), default=(0, "")
    )[1]


def _version(program: str) -> str:
    ran = subprocess.run((program, "--version"), capture_output=True, encoding="utf-8", check=True)
    return ran.stdout.strip().split(",")[0].split()[-1]
