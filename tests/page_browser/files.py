"""Files that the page gives and takes, and the quiz."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from thresholds import evaluate, load_case

from .driver import FIVE, Checks, Driver


def downloads(driver: Driver, folder: Path) -> Checks:
    """Every export, read again."""
    page = driver.page
    driver.open("?location_tracking=51&act=sale&reading.gains=net")
    page.click(".moment summary")
    found: dict[str, Path] = {}
    for link in page.locator(".moment .menu a").all():
        with page.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        found[name] = folder / name
        download.value.save_as(found[name])
        page.eval_on_selector(".moment .menu", "one => { one.open = true; }")
    expected = {"case.yaml", "report.html", "report.md", "report.docx", "report.json", "ladder.svg", "ladder.png"}
    yield "every kind", found.keys() == expected
    report = evaluate(load_case(found["case.yaml"]))
    yield "the case gives the same", report.persons[0].grade.at_least == "serious"
    yield "with its reading", dict(report.case.readings) == {"gains": "net"}
    data = json.loads(found["report.json"].read_text("utf-8"))
    yield "the report is about it", data["case"]["sha256"] == sha256(found["case.yaml"].read_bytes()).hexdigest()
    yield "the report says the same", data["persons"][0]["grade"] == {"at_least": "serious", "at_most": "serious"}
    yield (
        "the picture is one",
        found["ladder.png"].read_bytes().startswith(b"\x89PNG") and found["ladder.png"].stat().st_size > 5000,
    )
    yield "the drawing says it", "情节严重" in found["ladder.svg"].read_text("utf-8")
    yield "the document is one", found["report.docx"].read_bytes().startswith(b"PK")
    yield (
        "the others say it",
        all("情节严重" in found[name].read_text("utf-8") for name in ("report.html", "report.md")),
    )


def case_file(driver: Driver, folder: Path) -> Checks:
    """A case file opened, person by person and back, under another reading, kept, in the other language."""
    page = driver.page
    driver.open("?theme=dark&present=1")
    yield "hidden while presenting", not page.is_visible("#file")
    driver.act(page.locator("#present").click)
    page.click(".to-open")
    yield "the way there", page.evaluate("document.querySelector('#file').getBoundingClientRect().bottom < innerHeight")
    page.set_input_files("#file", FIVE)
    driver.go(lambda: page.click("#open"))
    yield "opened, dark", page.url.endswith("/page/case?lang=zh") and page.get_attribute("html", "data-theme") == "dark"
    names = [person.name for person in evaluate(load_case(FIVE)).persons]
    listed = [text.split() for text in page.locator(".persons button").all_inner_texts()]
    yield "everyone with a tier", [name for name, *_ in listed] == names and listed[2][1] == "情节特别严重"
    for number, name in enumerate(names):
        yield f"person {number + 1}", page.inner_text("#person b") == name
        if number + 1 < len(names):
            press = (lambda: page.click("#next")) if number % 2 else (lambda: page.keyboard.press("n"))
            yield f"said {number + 2}", names[number + 1] in driver.turn(press)
    yield "at the end the other button has the focus", page.evaluate("document.activeElement.id") == "previous"
    driver.turn(lambda: page.click("#person-1"))
    yield "by name", page.inner_text("#person b") == names[1] and page.locator("[aria-current=true]").count() == 1
    driver.turn(page.go_back)
    yield "the browser goes back", page.inner_text("#person b") == names[-1]
    driver.turn(page.go_forward)
    yield "and forward", page.inner_text("#person b") == names[1]
    yield from other_views(driver, folder, names)


def other_views(driver: Driver, folder: Path, names: list[str]) -> Checks:
    """The second person of the case under another reading, in the other language, as a report."""
    page = driver.page
    select = page.locator("#r-bulk_presumption_t1_t2")
    driver.turn(lambda: select.select_option("item_by_item"))
    yield "reading kept", select.input_value() == "item_by_item" and page.inner_text("#person b") == names[1]
    found: dict[str, Path] = {}
    page.click(".keep summary")
    for kind in ("json", "case", "picture"):
        with page.expect_download() as download:
            page.click(f".keep [value={kind}]")
        found[kind] = folder / f"opened-{kind}"
        download.value.save_as(found[kind])
    yield "report of the file", len(json.loads(found["json"].read_text("utf-8"))["persons"]) == len(names)
    kept = FIVE.read_text("utf-8") + "口径: {bulk_presumption_t1_t2: item_by_item}\n"
    yield "the file with its reading", found["case"].read_text("utf-8") == kept
    yield "the picture of the person", "规则 fashi-2017-10" in found["picture"].read_text("utf-8")
    driver.turn(lambda: page.click("#language"))
    yield "in English", page.get_attribute("html", "lang") == "en" and page.inner_text("#person b") == names[1]
    driver.turn(page.go_back)
    kept = select.input_value() == "item_by_item"
    yield "and back in Chinese", kept and page.get_attribute("html", "lang") == "zh-CN"
    driver.turn(page.go_back)
    yield "and back under the usual reading", select.input_value() == "applies"
    yield from loaded_again(driver, names)
    yield from way_back(driver)


def loaded_again(driver: Driver, names: list[str]) -> Checks:
    """The page loaded again shows the same person, of a file that only the tab has; where it has none it says so."""
    page = driver.page
    driver.turn(lambda: page.click("#person-3"))
    page.select_option("#theme", "dark")
    driver.turn(page.reload)
    yield "loaded again", page.inner_text("#person b") == names[3]
    yield "in the same colours", page.get_attribute("html", "data-theme") == "dark"
    driver.turn(lambda: page.click("#next"))
    yield "and further", page.inner_text("#person b") == names[4]
    driver.turn(page.go_back)
    yield "and back", page.inner_text("#person b") == names[3]
    driver.turn(lambda: page.click("#language"))
    driver.turn(page.reload)
    yield "in the same language", page.get_attribute("html", "lang") == "en" and page.url.endswith("lang=en")
    driver.told.clear()  # the browser notes the status
    other = page.context.new_page()
    other.goto(page.url)
    yield "a file that is gone is said to be", "open the file again" in other.inner_text("main")
    other.close()


def way_back(driver: Driver) -> Checks:
    """From a case file, and from one that is wrong, lead links back to the facts moved before."""
    page = driver.page
    for content, link in ((FIVE.read_bytes(), ".brand"), (b"id: [", ".button")):
        driver.open("?act=sale")
        driver.act(lambda: page.fill("[name=location_tracking]", "51"))
        page.set_input_files("#file", {"name": "a.yaml", "mimeType": "application/yaml", "buffer": content})
        driver.go(lambda: page.click("#open"))
        driver.go(lambda link=link: page.click(link))
        yield f"back by {link}", driver.value("location_tracking") == "51" and driver.value("act") == "sale"
    driver.told.clear()  # the browser notes the status


def same_file(driver: Driver, folder: Path) -> Checks:
    """The report names the file that was opened, whatever a browser makes of its ends of lines, on every way."""
    page, content = driver.page, b"\xef\xbb\xbf" + FIVE.read_bytes().replace(b"\n", b"\r\n")
    driver.open()
    page.set_input_files("#file", {"name": "a.yaml", "mimeType": "application/yaml", "buffer": content})
    driver.go(lambda: page.click("#open"))
    ways = {"a step": lambda: page.click("#next"), "in English": lambda: page.click("#language")}
    for way, doing in {"opened": None, **ways, "back": page.go_back, "loaded again": page.reload}.items():
        if doing is not None:
            driver.turn(doing)
        page.eval_on_selector(".keep", "one => { one.open = true; }")
        with page.expect_download() as download:
            page.click(".keep [value=json]")
        download.value.save_as(folder / "same.json")
        named = json.loads((folder / "same.json").read_text("utf-8"))["case"]["sha256"]
        yield f"the same file, {way}", named == sha256(content).hexdigest()
    driver.told.clear()  # the browser notes the status of the page loaded again


def wrong_files(driver: Driver, folder: Path) -> Checks:
    """What is wrong in a file, and a file that is too large."""
    page = driver.page
    wrong = folder / "wrong.yaml"
    wrong.write_text("schema: thresholds/case/1\nid: x\npersons: {a: {}}\nfacts: {a: {illegal_gains: 很多}}\n", "utf-8")
    large = folder / "large.yaml"
    large.write_text("#" * 2_500_000, "utf-8")
    for path, says in ((wrong, "wrong.yaml:4:"), (large, "2097152")):
        driver.open()
        page.set_input_files("#file", path)
        driver.go(lambda: page.click("#open"))
        yield path.name, says in page.inner_text(".errors >> nth=-1")
    driver.told.clear()  # the browser notes the status


def quiz(driver: Driver, folder: Path) -> Checks:
    """A quiz from beginning to end, by keys."""
    page = driver.page
    driver.open()
    page.click(".places a[href*=quiz]")
    page.fill("#questions", "3")
    page.fill("#seed", "7")
    page.check("[name=level][value='2']")
    driver.go(lambda: page.click("#begin"))
    yield "begun", "level=2" in page.url and "seed=7" in page.url and "questions=3" in page.url
    page.keyboard.press("ArrowDown")
    driver.go(lambda: page.keyboard.press("Enter"))
    yield "answered by keys", page.evaluate("document.activeElement.id") == "marked"
    yield "explained", page.locator(".marked li").count() >= 2
    yield "with the tree", page.locator(".tree li").count() > 5
    driver.go(lambda: page.keyboard.press("n"))
    yield "next by key", "n=2" in page.url
    page.check("[name=tier] >> nth=1")
    page.check("[name=item] >> nth=2")
    driver.go(lambda: page.click("#answer"))
    driver.go(lambda: page.click("#as-case"))
    yield "as a case", page.url.endswith("/page/case?lang=zh") and page.locator(".verdict").count() >= 1
    driver.go(page.go_back)
    driver.go(lambda: page.click("#next"))
    driver.go(lambda: page.click("#skip"))
    driver.go(lambda: page.click("#next"))
    yield "the end", page.locator(".compared >> nth=1").locator("tbody tr").count() == 3
    page.click(".keep summary >> nth=0")
    with page.expect_download() as download:
        page.click(".keep >> nth=0 >> a[href*=json]")
    path = folder / "result.json"
    download.value.save_as(path)
    found = json.loads(path.read_text("utf-8"))
    yield "the result as data", found["score"]["questions"] == 3 and found["score"]["answered"] == 2
    driver.go(lambda: page.click("#another"))
    yield "another round", "seed=8" in page.url and "a1=" not in page.url
    page.select_option("#theme", "dark")
    yield "theme kept", "theme=dark" in page.url
    yield from quiz_in_english(driver)


def quiz_in_english(driver: Driver) -> Checks:
    """The second of three questions, answered, in the other language and back, and shown to a class."""
    page = driver.page
    driver.open("quiz?level=1&n=1&seed=2&questions=3&tier=serious&theme=dark")
    driver.go(lambda: page.click("#next"))
    chinese = page.inner_text(".prompt")
    page.check("[name=tier] >> nth=0")
    driver.go(lambda: page.click("#answer"))
    points = page.locator(".marked").get_attribute("class")
    driver.go(lambda: page.click("#language"))
    there = all(part in page.url for part in ("/quiz?", "seed=2", "questions=3", "n=2", "a1=", "a2=", "theme=dark"))
    yield "in English", page.get_attribute("html", "lang") == "en" and there
    said = page.inner_text("h1").startswith("Question 2 of 3") and "records" in page.inner_text(".prompt")
    yield "the same question", said and page.locator(".marked").get_attribute("class") == points
    driver.go(lambda: page.click("#language"))
    yield "and back in Chinese", page.inner_text(".prompt") == chinese and "a2=" in page.url
    yield "presenting is in the quiz", "quiz?" in (page.get_attribute("#present", "href") or "")


FILES = (downloads, case_file, same_file, wrong_files, quiz)
