"""`dalil keys`: the master keys of the conversations, told and rotated."""

from __future__ import annotations

from dalil.preparing import NotReady


def status() -> str:
    """Versions of the master key and how many conversations are wrapped with each."""
    from connectors.rotation import versions
    from connectors.vault import vault

    masters, used = vault().masters, versions()
    lines = [
        f"version {version}: {used.get(version, 0)} conversations{' (in use)' if version == masters.newest() else ''}"
        for version in sorted({*masters.all(), *used})
    ]
    return "\n".join(lines)


def rotate(*, forget_old: bool) -> None:
    """Wrap every conversation's key with a new master key; resumes where an earlier run stopped. Raises NotReady."""
    from connectors import rotation
    from connectors.errors import KeysUnavailable
    from connectors.vault import vault

    try:
        version = rotation.begin(vault())
        done = rotation.rewrap(vault(), version, lambda count: print(f"{count} conversations …", flush=True))
        print(f"{done} conversations are wrapped with master key version {version} now.")
        if forget_old:
            print(_forget())
    except KeysUnavailable as exc:
        raise NotReady(f"The keys could not be rotated: {exc}.") from exc
    except rotation.StillNeeded as exc:
        raise NotReady("Conversations came under an old master key meanwhile: run the command again.") from exc


def _forget() -> str:
    from connectors.rotation import forget_old
    from connectors.vault import vault

    if not vault().masters.in_file:
        return "The master keys come from VAULT_MASTER_KEYS: take the old versions out there, and destroy them."
    forget_old(vault())
    return "The old master keys are destroyed."
