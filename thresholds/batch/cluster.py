"""A Spark session at a master: started in silence, with the settings under which Spark answers as DuckDB does."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from thresholds.errors import UnavailableError

if TYPE_CHECKING:
    from py4j.java_gateway import JavaGateway
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

#: Spark's own computer, as many threads as there are processors.
LOCAL = "local[*]"
_PORT = 7077
#: How long a master may take to take a call, and a worker to take the first task.
_CALL_MILLISECONDS, _TASK_SECONDS = 10_000, 180.0
_LOOPBACK = ("127.", "localhost", "[::1]")

#: Of the process: no pages, no lines on the terminal. Everything else is left to the user's spark-defaults.conf.
_QUIET = {
    "spark.app.name": "thresholds",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.defaultJavaOptions": "-Dlog4j2.level=OFF",
}
#: Of the session: an overflow is an error and never another number, days are days everywhere, and `a` is not `A`.
_STRICT = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # Java leaves methods of more bytes than this to its interpreter; Spark then writes smaller ones: four times faster
    "spark.sql.codegen.hugeMethodLimit": "8000",
}


def need_spark() -> None:
    """Nothing, where PySpark and a Java runtime are installed.

    Raises:
        UnavailableError: one of them is missing (TH528).
    """
    home = os.environ.get("JAVA_HOME")
    if not (home and shutil.which("java", path=str(Path(home) / "bin"))) and not shutil.which("java"):
        raise UnavailableError("TH528", value="Java")
    try:
        import pyspark  # noqa: F401
        from ibis.backends import pyspark as _  # noqa: F401
    except ModuleNotFoundError as error:
        raise UnavailableError("TH528", value=str(error.name)) from None


@contextmanager
def spark_session(master: str, memory: str) -> Iterator[SparkSession]:
    """A session at this master, ended afterwards; where this process has one already, a sister of that, which stays.

    `memory` (`1200MB`) is what a master within this process may use; a cluster has settings of its own.

    Raises:
        UnavailableError: PySpark or Java is missing (TH528), or no cluster at the master takes work (TH529).
    """
    need_spark()
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    running = SparkContext._active_spark_context
    with ExitStack() as stack:
        if running is None:
            base = SparkSession(stack.enter_context(_started(master, memory)))
            if not _takes_work(base):
                raise UnavailableError("TH529", value=master)
        else:
            base = SparkSession(running)
        session = base.newSession()
        for name, value in _STRICT.items():
            session.conf.set(name, value)
        stack.enter_context(_silent())
        yield session


@contextmanager
def _started(master: str, memory: str) -> Iterator[SparkContext]:
    """Spark at a master, with a Java process of its own, which ends with it."""
    from py4j.protocol import Py4JError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException

    conf = _configuration(master, memory)
    with ExitStack() as stack:
        try:
            gateway = stack.enter_context(_gateway(conf))
            if not _answers(gateway, master):
                raise UnavailableError("TH529", value=master)
            context = SparkContext(conf=conf, gateway=gateway)
        except (PySparkException, Py4JError, ValueError, OSError):
            raise UnavailableError("TH529", value=master) from None
        stack.callback(context.stop)
        yield context


def _configuration(master: str, memory: str) -> SparkConf:
    from pyspark import SparkConf

    conf = SparkConf().setMaster(master).setAll(list(_QUIET.items()))
    if master.startswith("local") or _host(master).startswith(_LOOPBACK):
        # a machine by itself is not looked for by its name, which may be that of a network it is not in
        conf.setAll([("spark.driver.host", "127.0.0.1"), ("spark.driver.bindAddress", "127.0.0.1")])
    if master.startswith("local"):
        conf.set("spark.driver.memory", f"{_mebibytes(memory)}m")
    return conf


def _mebibytes(size: str) -> int:
    """A size as a database is told it, in MiB; Spark does not start with less than 512."""
    found = re.match(r"([0-9.]+) ?([KMGT])", size, re.IGNORECASE)
    if found is None:
        return 1024
    return max(512, int(Fraction(found[1]) * Fraction(1024) ** ("KMGT".index(found[2].upper()) - 1)))


@contextmanager
def _gateway(conf: SparkConf) -> Iterator[JavaGateway]:
    """The Java process behind PySpark, which says nothing on this terminal; the one there is already, if there is."""
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway

    if SparkContext._gateway is not None:
        yield SparkContext._gateway
        return
    gateway = launch_gateway(conf, {"stderr": subprocess.DEVNULL})  # type: ignore[no-untyped-call]
    try:
        yield gateway
    finally:
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None


def _host(master: str) -> str:
    return master.removeprefix("spark://")


def _answers(gateway: JavaGateway, master: str) -> bool:
    """Whether one of the masters named takes a call; of other kinds of cluster Spark itself finds out."""
    from py4j.protocol import Py4JError

    if not master.startswith("spark://"):
        return True
    for one in _host(master).split(","):
        host, _, port = one.rpartition(":") if ":" in one else (one, "", "")
        socket = gateway.jvm.java.net.Socket()
        with contextlib.suppress(Py4JError, ValueError):
            address = gateway.jvm.java.net.InetSocketAddress(host, int(port or _PORT))
            socket.connect(address, _CALL_MILLISECONDS)
            socket.close()
            return True
    return False


def _takes_work(session: SparkSession) -> bool:
    """Whether some worker does a first task in time: a cluster without a free worker would keep us waiting for ever."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    timer = Timer(_TASK_SECONDS, session.sparkContext.cancelAllJobs)
    timer.start()
    try:
        return session.range(1).count() == 1
    except (PySparkException, Py4JError):
        return False
    finally:
        timer.cancel()


@contextmanager
def _silent() -> Iterator[None]:
    """PySpark's own log of errors, which quotes cells, switched off meanwhile; before 4.0 it has none."""
    logs = []
    with contextlib.suppress(ImportError):
        from pyspark.logger import PySparkLogger

        logs = [PySparkLogger.getLogger(f"{kind}QueryContextLogger") for kind in ("SQL", "DataFrame")]
    before = [log.disabled for log in logs]
    for log in logs:
        log.disabled = True
    try:
        yield
    finally:
        for log, disabled in zip(logs, before, strict=True):
            log.disabled = disabled
