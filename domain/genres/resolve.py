"""From counts to a verdict: the form, the genres that go with it, the audience, and why."""

from __future__ import annotations

from domain.genres.audience import decide_audience
from domain.genres.entry import Classification
from domain.genres.form import ballot_for, decide_form, form_of_genre
from domain.genres.ranking import rank_genres
from domain.genres.reading import Column
from domain.genres.vocabulary import CLASSICS, FICTION
from domain.genres.votes import Tally


def resolve(tally: Tally, publication_year: int | None = None) -> Classification:
    """The classification that one book's own evidence makes.

    `because` quotes the strings that voted. A classic by its age alone has those that call it fiction.
    """
    forms, audiences = tally.ballots[Column.FORM], tally.ballots[Column.AUDIENCE]
    form = decide_form(tally)
    ballot = ballot_for(form, tally)
    genres = rank_genres(ballot, form, publication_year)
    because = {genre: ballot.speakers(genre) or forms.speakers(FICTION) for genre in genres}
    if form is not None:
        because[form] = forms.speakers(form)
    elif genres and (form := form_of_genre(genres[0])) is not None:
        because[form] = because[genres[0]]
    audience = decide_audience(tally, fiction=form == FICTION, classic=CLASSICS in genres)
    if audience is not None:
        because[audience] = audiences.speakers(audience)
    return Classification(form, genres, audience, inferred=False, because=because)
