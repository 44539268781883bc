"""The tier that the page shows: by the numbers of the law, worked out by hand."""

from __future__ import annotations

from .driver import Checks, Driver

NOT, SERIOUS, ESPECIALLY = "未达到", "情节严重", "情节特别严重"
DUTY = "act=sale&obtained_in=duty_or_service"
#: Facts, and the tier. 法释〔2017〕10号 第五条、第六条.
CASES = (
    # (3) fifty, (4) five hundred, (5) five thousand; ten times for the tier above
    ("act=purchase&health_information=499", NOT),
    ("act=purchase&health_information=500", SERIOUS),
    ("act=purchase&general_information=49999", SERIOUS),
    ("act=purchase&general_information=50000", ESPECIALLY),
    # (6) shares: 24/50 + 250/500 = 0.98; 25/50 + 250/500 = 1
    ("act=sale&credit_record=24&health_information=250", NOT),
    ("act=sale&credit_record=25&health_information=250", SERIOUS),
    ("act=sale&credit_record=25&second.act=purchase&second.health_information=250", SERIOUS),
    # (7) gains
    ("illegal_gains=4999.99", NOT),
    ("illegal_gains=5000", SERIOUS),
    ("illegal_gains=6000&illegal_gains.net=4000", SERIOUS),
    ("illegal_gains=6000&illegal_gains.net=4000&reading.gains=net", NOT),
    # (8) half of it in duty or service, gains too; only what is supplied
    (f"{DUTY}&location_tracking=24", NOT),
    (f"{DUTY}&location_tracking=25", SERIOUS),
    (f"{DUTY}&location_tracking=250", ESPECIALLY),
    (f"{DUTY}&illegal_gains=2500", SERIOUS),
    ("act=collection&obtained_in=duty_or_service&location_tracking=25", NOT),
    # (9) prior conduct; exemption from punishment by the reading
    ("act=sale&general_information=1&prior_criminal_punishment=yes", SERIOUS),
    ("act=sale&general_information=1&prior_criminal_punishment=exempted", NOT),
    ("act=sale&general_information=1&prior_criminal_punishment=exempted&reading.prior_exemption=counts", SERIOUS),
    # (1) one is enough where it was used in a crime
    ("act=sale&location_tracking=1&used_in_crime=yes", SERIOUS),
    # article 6: bought for lawful business, by the profit of fifty thousand alone
    ("act=purchase&lawful_business=yes&general_information=5000", NOT),
    ("act=purchase&lawful_business=yes&general_information=1&profit_from_use=49999.99", NOT),
    ("act=purchase&lawful_business=yes&general_information=1&profit_from_use=50000", SERIOUS),
    # what was consented to counts for nothing, stated with records or without
    ("act=sale&location_tracking=500&consent=yes", NOT),
    # what is not known is open
    ("act=sale&location_tracking=49～50", "未达到 ～ 情节严重（待查）"),
    ("act=sale&location_tracking=25&obtained_in=unknown", "未达到 ～ 情节严重（待查）"),
)


def tiers(driver: Driver) -> Checks:
    """Every case by its address, as it is when it is loaded."""
    for query, tier in CASES:
        driver.page.goto(f"{driver.base}?{query}")
        yield f"{query}: {driver.tier}", driver.tier == tier
    looks = driver.page.locator(".verdict.unsettled").count()
    yield "an open tier does not look like one that is reached", looks == 1


LAW = (tiers,)
