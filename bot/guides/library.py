"""The guides a house has, and every older version that a run still needs."""

from __future__ import annotations

from collections.abc import Mapping

from bot.guides.script import Guide, stored_guide
from bot.store import Tx


class Library:
    """Guides by name, as they are now; and by digest, as they were when a run began."""

    def __init__(self, guides: Mapping[str, Guide]) -> None:
        self._now = dict(guides)
        self._versions = {guide.digest: guide for guide in guides.values()}

    @property
    def names(self) -> tuple[str, ...]:
        """Every guide's name."""
        return tuple(self._now)

    def __getitem__(self, name: str) -> Guide:
        return self._now[name]

    async def keep(self, tx: Tx) -> None:
        """Have today's versions kept, for the runs that begin with them. Once, before any run begins."""
        await tx.many(
            "INSERT INTO guides (digest, name, body) VALUES (:digest, :name, :body) ON CONFLICT DO NOTHING",
            [{"digest": guide.digest, "name": guide.name, "body": guide.body} for guide in self._now.values()],
        )

    async def version(self, tx: Tx, digest: str) -> Guide:
        """A version that a run began with."""
        if digest not in self._versions:
            row = await tx.one("SELECT body FROM guides WHERE digest = :digest", digest=digest)
            assert row is not None, "a run's guide is kept as long as the run"
            self._versions[digest] = stored_guide(row["body"])
        return self._versions[digest]
