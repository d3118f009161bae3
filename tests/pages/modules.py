"""Which modules of the page a module imports, by the text of the files."""

from __future__ import annotations

import posixpath
import re

from tests.pages.scripted_site import WEB

SCRIPTS = WEB / "scripts"
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?\bfrom "(\.{1,2}/[^"]+)";', re.MULTILINE)


def closure(module: str) -> set[str]:
    """The module and all that it imports, directly or not, but for what it loads later by `import()`."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            text = (SCRIPTS / name).read_text("utf-8")
            waiting += [posixpath.normpath(posixpath.join(posixpath.dirname(name), to)) for to in _IMPORT.findall(text)]
    return found
