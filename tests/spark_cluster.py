"""A Spark cluster of its own for a test module: a master and two workers, three processes on the loopback address.

Nothing is waited for by the clock: the master's log is read line by line until it has said what is awaited. Every
process is in a group of its own with what it starts, and taken down whatever happens, also when the tests are killed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from typing import IO, NamedTuple

LOOPBACK = "127.0.0.1"
WORKERS = 2
#: So long a daemon may take to say the next thing that is awaited.
PATIENCE = 180.0
NO_JAVA = (
    "these tests run on a real Spark cluster and need Java 17 (apt-get install openjdk-17-jre-headless)"
    " and PySpark (pip install -e '.[test]')"
)
#: What a user would write into spark-defaults.conf of a cluster as small as this.
DEFAULTS = """\
spark.executor.memory 512m
spark.scheduler.minRegisteredResourcesRatio 1.0
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""
LOG = """\
rootLogger.level = info
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""


#: Runs a program beside a pipe from the tests; when that is closed, by whatever end they come to, the group is killed.
GUARD = '"$@" & exec 2>/dev/null; read -r _; kill -KILL 0'


class Cluster(NamedTuple):
    """The address of the master, and the environment of its drivers."""

    master: str
    environment: Mapping[str, str]


@contextmanager
def spark_cluster(folder: Path) -> Iterator[Cluster]:
    """A master and two workers (one processor, 512 MB each), whose files are in this folder."""
    spec = find_spec("pyspark")
    assert spec is not None, NO_JAVA
    assert os.environ.get("JAVA_HOME") or shutil.which("java"), NO_JAVA
    home = spec.submodule_search_locations[0] if spec.submodule_search_locations else ""
    (folder / "conf").mkdir()
    (folder / "conf" / "spark-defaults.conf").write_text(DEFAULTS)
    (folder / "conf" / "log4j2.properties").write_text(LOG)
    own = {
        "SPARK_HOME": home,
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_LOCAL_DIRS": str(folder / "spill"),
        # there is no such program: whatever would need Python on a worker fails
        "PYSPARK_PYTHON": str(folder / "no-python"),
    }
    daemons = own | {
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    with ExitStack() as stack:
        master = stack.enter_context(_daemon(home, daemons, "master.Master", "--port", "0"))
        address = master.until(r"Starting Spark master at (spark://\S+)")
        master.until(r"elected (leader)")
        for number in range(WORKERS):
            place = str(folder / f"worker-{number}")
            options = ("--cores", "1", "--memory", "512m", "--work-dir", place, "--port", "0", address)
            stack.enter_context(_daemon(home, daemons, "worker.Worker", *options))
        for _ in range(WORKERS):
            master.until(r"(Registering worker)")
        yield Cluster(address, own)


class _Log(threading.Thread):
    """What a daemon says, line by line; it is always read, so that the daemon is never held up by a full pipe."""

    def __init__(self, stream: IO[str]) -> None:
        super().__init__(daemon=True)
        self.stream = stream
        self.lines: Queue[str] = Queue()

    def run(self) -> None:
        with self.stream:
            for line in self.stream:
                self.lines.put(line)

    def until(self, pattern: str) -> str:
        """The first group of the next line that matches."""
        heard = []
        while True:
            try:
                heard.append(self.lines.get(timeout=PATIENCE))
            except Empty:
                raise AssertionError(f"never said {pattern!r}:\n{''.join(heard)}") from None
            found = re.search(pattern, heard[-1])
            if found:
                return found[1]


@contextmanager
def _daemon(home: str, environment: Mapping[str, str], name: str, *options: str) -> Iterator[_Log]:
    """One process of the cluster, in a group of its own with its executors; the group is gone afterwards."""
    command = [f"{home}/bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", LOOPBACK, "--webui-port", "0"]
    process = subprocess.Popen(
        ["sh", "-c", GUARD, "sh", *command, *options],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    log = _Log(process.stderr)
    log.start()
    try:
        yield log
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdin.close()
        log.join()
