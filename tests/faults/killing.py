"""Who is killed: found by the mark that the supervisor gives its programs, or by where PostgreSQL stands."""

import signal
from pathlib import Path

from tenants import processes


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


class Victims:
    """The processes of one site; guards are left out, they belong to the supervisor."""

    def __init__(self, supervisor: int, data: Path) -> None:
        self.mark, self.data = f"faults {supervisor}", data

    def of(self, words: str) -> set[int]:
        marked = processes.with_environment("HEED_SUPERVISED", self.mark)
        return {pid for pid in marked if words in command(pid) and "tenants.guard" not in command(pid)}

    def web_workers(self) -> set[int]:
        parents, web = dict(processes.parents()), self.of("granian")
        return {pid for pid in web if parents.get(pid) in web}

    def cluster(self) -> set[int]:
        return self.of("qcluster")

    def postgres(self) -> set[int]:
        return processes.working_in(self.data)

    def kill(self, what: str) -> bool:
        """One web worker; of PostgreSQL and the cluster all. False when there was nothing to kill yet."""
        found = {"web worker": self.web_workers, "PostgreSQL": self.postgres, "cluster": self.cluster}[what]()
        chosen = set(sorted(found)[:1]) if what == "web worker" else found
        processes.send(chosen, signal.SIGKILL)
        return bool(chosen)
