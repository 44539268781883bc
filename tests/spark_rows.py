"""What is put before Spark and DuckDB alike: cells on which engines differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pyarrow as pa
from rows import table

#: Text that one engine or another takes for a number, or for another number than the other does.
NUMBERS = (
    "5000", " 5000 ", "4999.99", "4999.995", "1e4", "0x1388", "5_000", "5,000", "５０００", "+5000", "-1", "-0", "",
    "abc", "NaN", "Infinity", "5000\n", "\n5000", "9999999999.99", "99999999999", "9" * 20, "007", ".5", "5.", "null",
)  # fmt: skip
#: Text that one engine or another takes for a day.
DAYS = (
    "2019-02-28", "2019-2-28", "2019-02-30", "2019", "2019-02", "2019/02/28", "20190228", " 2019-02-28 ",
    "2019-02-28 10:00:00", "2019-02-28T00:00:00Z", "2019-02-28\n", "0001-01-01", "yes", "no", "unknown", "", "是",
)  # fmt: skip
TRUTHS = ("yes", "no", "unknown", "是", "否", "不明", "", "Yes", "true", "1", "yes ", "yes\n", "maybe")
COLUMNS = ("general_information_at_least", "general_information_at_most", "transaction_record")
NULLS = {"general_information_at_most": "unknown", "transaction_record": "unstated", "used_in_crime": "unknown"}


def awkward_cells(size: int) -> pa.Table:
    """Rows of text, of whole numbers and decimals, of days and truths; a good part of them fits, the others do not."""
    random = Random(11)
    rows = table(random, COLUMNS, NULLS, size)
    texts = [random.choice(NUMBERS if random.random() < 0.4 else ("0", "4999.99", "5000", "50000")) for _ in rows]
    days = [random.choice(DAYS if random.random() < 0.4 else ("2019-02-28", "2018-03-01", "no")) for _ in rows]
    said = [random.choice(TRUTHS) if random.random() < 0.2 else random.choice(("yes", "no")) for _ in rows]
    decimals = [Decimal(random.choice(("50.000", "49.000", "500.000", "0.001", "-1.000", "7.500"))) for _ in rows]
    return pa.table(
        {name: pa.array([row[name] for row in rows], pa.int64()) for name in COLUMNS}
        | {
            "id": [f"甲{number}'`\"" for number in range(size)],
            "illegal_gains": texts,
            "administrative_penalty": days,
            "used_in_crime": said,
            "location_tracking": pa.array(decimals, pa.decimal128(12, 3)),
            "prior_criminal_punishment": pa.array([random.choice((True, False)) for _ in rows]),
            "date": pa.array([random.choice((date(2019, 2, 28), date(2021, 3, 1))) for _ in rows]),
            "act": [random.choice(("sale", "purchase", "出售", "collection")) for _ in rows],
        }
    )
