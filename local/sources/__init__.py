"""Open Library and Google Books, simulated on loopback from a catalogue file.

`python -m local.sources --port 8077 --catalogue FILE` serves both; `SimulatedSources` does so for tests and
for the one-machine cloud. Answers have the shapes that the live sources were seen to give in 2026, errors
their bodies and headers. `POST /_control` changes the settings (`local.sources.settings`), `GET /_log` lists
the requests that came in, `DELETE /_log` forgets them.

The catalogue file
------------------
JSON Lines in UTF-8, plain or gzip (told by the first two bytes, not the name). One work a line. Blank lines
are allowed. Unknown fields are an error. Absent and null mean the same.

========================================  ===============================================================
`title`                                   string, required: without series, edition tail or subtitle
`subtitle`                                string
`authors`                                 list of strings, required, may be empty; the main author first
`isbns`                                   list of ISBN-10 and ISBN-13, right check digits, no hyphens.
                                          Each distinct book (10 and 13 of one book count as one) is one
                                          edition, the first is the main edition
`subjects`                                list: Open Library's headings, in its order
`subject_people`, `_places`, `_times`     list: its other headings
`categories`                              list: Google Books' full paths, `Fiction / Classics`; its search
                                          answers give the first step of the first path only
`cover_i`                                 integer: Open Library's cover id
`thumbnail`                               boolean: whether Google Books has an image (default: has ISBNs)
`pages`, `first_publish_year`             integer
`publish_date`                            string: of the main edition, as printed (default: the year)
`publisher`, `description`                string
`language`                                string: MARC's three letters, default `eng`
`ddc`, `lcc`                              list: Dewey numbers; Library of Congress numbers, sortable form
`ratings_average`, `ratings_count`        number 1 … 5, integer: Open Library's readers
`google_rating`, `google_ratings_count`   number 1 … 5, integer: Google Books' readers
`edition_count`                           integer (default: the editions named here)
`work_id`, `edition_id`, `author_ids`     `OL…W`, `OL…M`, list of `OL…A`; derived when absent
`volume_id`                               Google Books' 12 characters; derived when absent
`sources`                                 list of `open_library`, `google_books`: who knows it (default: both)
========================================  ===============================================================

Derived ids are a hash of title and authors, so one catalogue gives the same answers on every machine.
"""

from local.sources.running import SimulatedSources
from local.sources.settings import Fault, FaultKind, Settings

__all__ = ["Fault", "FaultKind", "Settings", "SimulatedSources"]
