"""A file that changed in any way looks different from outside."""

import os
import time
from pathlib import Path

import pytest

from zqtrack.ledger import signatures
from zqtrack.ledger.signatures import (
    Signature,
    changed_files,
    pack_signatures,
    signature_of,
    some_signatures,
)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    three = [tmp_path / name for name in ("a", "b", "c")]
    for path in three:
        path.write_text("x")
    return three


def packed(paths: list[Path]) -> bytes:
    return pack_signatures(signature_of(path.lstat()) for path in paths)


def changed(paths: list[Path], before: bytes) -> list[int]:
    return changed_files(list(map(str, paths)), before)


def test_files_that_nobody_touched_have_not_changed(paths: list[Path]) -> None:
    assert changed(paths, packed(paths)) == []
    assert changed([], b"") == []


def test_files_that_were_written_replaced_or_deleted_have_changed(paths: list[Path]) -> None:
    before = packed(paths)
    time.sleep(0.02)  # a later change has a later time
    paths[0].write_text("y")
    os.utime(paths[0], ns=(paths[1].stat().st_atime_ns, paths[1].stat().st_mtime_ns))
    assert changed(paths, before) == [0]
    paths[2].unlink()
    assert changed(paths, before) == [0, 2]
    paths[2].symlink_to(paths[1])
    paths[1].unlink()
    assert changed(paths, before) == [0, 1, 2]


def test_signatures_can_be_chosen(paths: list[Path]) -> None:
    chosen = some_signatures(packed(paths), [True, False, True])
    assert chosen == packed([paths[0], paths[2]])


@pytest.mark.parametrize(
    "signature", [(1, 2**64 - 1, 3, 4), (1, 2**63, -3, 4), (2**53, 2**100 + 1, 3, -(2**62))]
)
def test_numbers_of_any_size_tell_files_apart(signature: Signature) -> None:
    one = pack_signatures([signature])
    assert one == pack_signatures([signature])
    assert len(one) == len(pack_signatures([(1, 2, 3, 4)]))
    size, number, content, anything = signature
    others = [
        (size + 1, number, content, anything),
        (size, number - 1, content, anything),
        (size, number, content + 1, anything),
        (size, number, content, anything - 1),
    ]
    assert one not in list(map(pack_signatures, [[other] for other in others]))


def test_a_file_without_a_signature_is_like_no_file(paths: list[Path]) -> None:
    assert signatures._GONE not in [signature_of(path.lstat()) for path in paths]
    assert changed([paths[0].with_name("none")], packed(paths[:1])) == [0]
