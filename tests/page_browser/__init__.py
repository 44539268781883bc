"""The trainer's page in a real browser: every control works, everything can be read and reached, nothing leaves.

Run with `python -m tests.page_browser [FOLDER]`; it needs a Chromium (Playwright's own, or one on the path), a Chinese
font and the packages playwright and axe-playwright-python, and is no test of pytest. It starts the server on a free
port, prints a line for each check that fails and one that counts them at the end, writes screenshots into the folder,
and ends with exit code 1 if anything is wrong.
"""
