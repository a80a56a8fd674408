"""Whom a server runs as. Postgres refuses root, so root lends it to `nobody`."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int


def for_data(data: Path) -> Account | None:
    """None for a normal user (as yourself); for root the owner of existing data, else nobody."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def can_enter(account: Account | None, directory: Path) -> bool:
    """Whether the account may pass through `directory` and all above it."""
    directory = directory.resolve()
    return account is None or all(
        _may(account, passed, stat.S_IXOTH) for passed in (directory, *directory.parents)
    )


def can_execute(account: Account | None, program: Path) -> bool:
    program = program.resolve()
    return can_enter(account, program.parent) and (
        account is None or _may(account, program, stat.S_IXOTH | stat.S_IROTH)
    )


def _may(account: Account, path: Path, bits: int) -> bool:
    status = path.stat()
    if status.st_uid == account.uid:
        bits <<= 6
    elif status.st_gid == account.gid:
        bits <<= 3
    return status.st_mode & bits == bits


def give(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)


def make_private(directory: Path, account: Account | None) -> None:
    """A directory for this account only; refuse one that somebody else put there before us."""
    try:
        directory.mkdir(mode=0o700)
        give(directory, account)
    except FileExistsError:
        pass
    status = directory.lstat()
    wanted = account.uid if account else os.geteuid()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != wanted:
        owner = status.st_uid
        raise PermissionError(
            f"{directory} belongs to user {owner}, and this would run as user {wanted}. "
            f"Run as the same user as before, or remove it."
        )
    directory.chmod(0o700)
