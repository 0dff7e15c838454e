# SPDX-License-Identifier: MIT
"""Trees, differences and contents come through whole, hostile names included."""

from __future__ import annotations

import hashlib

import pytest

from esep.gitlog.blobs import BlobReader, BlobTooLargeError
from esep.gitlog.plumbing import GitError, resolve, to_bytes, to_text
from esep.gitlog.tree import diff_raw, ls_tree, merge_base, open_tree

from .conftest import HOSTILE, Repo


def test_tree_when_names_are_hostile_lists_them_byte_for_byte(repo: Repo) -> None:
    names = [b"objects/a/o/" + name for name in HOSTILE]
    repo.commit(dict.fromkeys(names, b"12345"))

    entries = ls_tree(repo.path, "main")
    assert sorted(to_bytes(entry.path) for entry in entries) == sorted(names)
    assert {(entry.mode, entry.size) for entry in entries} == {("100644", 5)}


def test_tree_when_a_file_is_a_symlink_tells_its_mode(repo: Repo) -> None:
    repo.commit({b"link": b"/etc/passwd"}, mode="120000")
    assert [entry.mode for entry in ls_tree(repo.path, "main")] == ["120000"]


def test_tree_when_it_has_a_submodule_has_no_size(repo: Repo) -> None:
    first = repo.commit({b"a": b"1"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{first},sub")
    tree = repo.git("write-tree")
    oid = repo.git("commit-tree", tree, "-m", "sub")
    assert [(e.path, e.mode, e.size) for e in ls_tree(repo.path, oid)][-1] == (
        "sub",
        "160000",
        None,
    )


def test_diff_when_file_is_renamed_is_a_deletion_and_an_addition(repo: Repo) -> None:
    base = repo.commit({b"objects/b/o/passport.yml": b"id: o\n" * 50})
    head = repo.commit(
        {b"objects/b/o/passport.yml": None, b"objects/a/o/passport.yml": b"id: o\n" * 50}
    )
    found = [(change.status, change.path) for change in diff_raw(repo.path, base, head)]
    assert found == [("A", "objects/a/o/passport.yml"), ("D", "objects/b/o/passport.yml")]


def test_diff_when_names_are_hostile_lists_them_byte_for_byte(repo: Repo) -> None:
    base = repo.commit({b"x": b"1"})
    head = repo.commit(dict.fromkeys(HOSTILE, b"2"))
    assert sorted(to_bytes(c.path) for c in diff_raw(repo.path, base, head)) == sorted(HOSTILE)


def test_diff_when_user_configured_renames_is_not_changed_by_it(repo: Repo) -> None:
    base = repo.commit({b"old": b"same\n" * 50})
    head = repo.commit({b"old": None, b"new": b"same\n" * 50})
    repo.git("config", "diff.renames", "copies")
    assert [change.status for change in diff_raw(repo.path, base, head)] == ["A", "D"]


def test_diff_when_content_changed_gives_ids_that_can_be_read(repo: Repo) -> None:
    base, head = repo.commit({b"f": b"old"}), repo.commit({b"f": b"new"})
    (change,) = diff_raw(repo.path, base, head)
    with BlobReader(repo.path) as blobs:
        assert [blobs.read(oid, 3) for oid in (change.old_oid, change.new_oid)] == [b"old", b"new"]


def test_merge_base_when_head_left_main_is_the_fork(repo: Repo) -> None:
    fork = repo.commit({b"f": b"1"})
    main = repo.commit({b"f": b"2"})
    side = repo.commit({b"g": b"3"}, parents=[fork])
    assert merge_base(repo.path, main, side) == fork


def test_tree_when_asked_for_a_folder_gives_its_files_only(repo: Repo) -> None:
    paths = [b"a/o-2/x", b"a/o.x", b"a/o/x", b"a/o/y/z", b"a/o0/x", b"a/\xff"]
    repo.commit(dict.fromkeys(paths, b"1"))
    with BlobReader(repo.path) as blobs:
        tree = open_tree(repo.path, "main", blobs)
    assert [entry.path for entry in tree.under("a/o")] == ["a/o/x", "a/o/y/z"]


@pytest.mark.parametrize("content", [b"", b"x", b"\n", b"\0" * 3_000_000])
def test_blob_when_read_is_whole(repo: Repo, content: bytes) -> None:
    repo.commit({b"f": content, b"g": b"next"})
    with BlobReader(repo.path) as blobs:
        tree = open_tree(repo.path, "main", blobs)
        assert [tree.read("f", 3_000_000), tree.read("g", 9)] == [content, b"next"]


def test_blob_when_larger_than_cap_is_refused_and_reading_goes_on(repo: Repo) -> None:
    repo.commit({b"big": b"x" * 5_000_000, b"small": b"ok"})
    with BlobReader(repo.path) as blobs:
        tree = open_tree(repo.path, "main", blobs)
        with pytest.raises(BlobTooLargeError):
            tree.read("big", 4_999_999)
        assert tree.read("small", 2) == b"ok"


def test_blob_when_digested_has_its_sha256_and_size(repo: Repo) -> None:
    content = b"esep" * 1_000_000
    repo.commit({b"f": content})
    with BlobReader(repo.path) as blobs:
        oid = open_tree(repo.path, "main", blobs).entries["f"].oid
        assert blobs.digest(oid, 10**7) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("kind", ["commit", "nothing"])
def test_blob_when_it_is_none_is_an_error(repo: Repo, kind: str) -> None:
    oid = repo.commit({b"f": b"1"}) if kind == "commit" else "0" * 40
    with BlobReader(repo.path) as blobs, pytest.raises(GitError):
        blobs.read(oid, 10**6)


def test_object_id_when_it_carries_a_second_line_is_refused(repo: Repo) -> None:
    with BlobReader(repo.path) as blobs, pytest.raises(ValueError, match="object id"):
        blobs.read("0" * 40 + "\n" + "1" * 40, 10)


@pytest.mark.parametrize("revision", ["--output=/tmp/x", "nowhere", "main:f", "", "main\nmain"])
def test_revision_when_it_is_no_commit_is_an_error(repo: Repo, revision: str) -> None:
    repo.commit({b"f": b"1"})
    with pytest.raises(GitError):
        resolve(repo.path, revision)


def test_name_when_of_any_bytes_survives_the_round_trip() -> None:
    name = bytes(range(1, 256))
    assert to_bytes(to_text(name)) == name
