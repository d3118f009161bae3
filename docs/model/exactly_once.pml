/*
 * The counting protocol of one run of one export, for Spin.
 *
 * The lines `code:` say which code a part stands for; tests/contract/test_protocol_model.py resolves each by
 * import. docs/exactly-once.md explains the protocol. `make model` checks this file in the configurations of
 * docs/model/check.py, and that each mutation (the #ifdef in capitals) breaks it.
 *
 * Checked
 *   - a book has at most one outcome, and remaining = total - outcomes >= 0 while there is a counter;
 *   - DashboardPublished comes at most once, after every outcome, and after the file it tells of;
 *   - a run ends once, and takes no outcome after its end;
 *   - nothing of a deleted export is left after the second sweep, and nothing is written of it afterwards;
 *   - every run ends: all deliveries are bounded, so every execution stops somewhere, and one that stops
 *     before the end is an invalid end state.
 *
 * Simplified, each time so that no less can happen here than there
 *   - A message is delivered twice at most, in any order, one delivery after the other or at once, and each
 *     may be cut off before any of its steps. A dead upload goes to give_up; a book's message that was cut
 *     off for the last time is lost, as if give_up had been cut off as well. To be cut off after the last
 *     step is to be delivered again. The second delivery of a progress check, and of a dead upload to
 *     give_up, is never cut off: something has to live.
 *   - What an invocation reads first, it reads when it begins; it may be any time until it acts on it.
 *   - Stream, relay, bus, rule and queue are one hop: each can only delay and repeat.
 *   - A transaction that is refused for a conflict changes nothing and is tried again: it is no step.
 *   - `advance` reads, decides and appends if the record is unchanged, else decides again: that is one step.
 *     With -DTWO_STEP_ADVANCE it is two, and the condition on the record's revision does the work.
 *   - A progress check fires EARLY times at any time, and may then take the run for overdue, waiting or
 *     stuck. Otherwise it fires when nothing else is under way, and decides as after no progress.
 *   - An invocation that would only find that the run is over does not begin.
 *   - ExportParsed and the preview are left out: the one changes nothing that is read here, the other is
 *     written as `books` is.
 */

#ifndef BOOKS
#define BOOKS 3
#endif
#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef INGESTS
#define INGESTS 1
#endif
#ifndef AGGREGATORS
#define AGGREGATORS 1
#endif
#ifndef EARLY
#define EARLY 1
#endif
#ifndef EARLY_RESENDS
#define EARLY_RESENDS true
#endif

#define EVERY ((1 << BOOKS) - 1)
#define SIZE(set) (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1))

/* ---- The stores. A set of books is a number, one bit a book. --------------------------------------- */

mtype = { PROCESSING, COMPLETE, REJECTED, FAILED, DELETED }
mtype status = PROCESSING;      /* the export's record */
#define is_going (status == PROCESSING)
#define is_gone (status == DELETED)

bool counted = false;           /* the counter: is there one, how far is it, is it closed */
unsigned remaining : 3 = 0;
bool closed = false;

bool life = false;              /* the event store: lifecycle events, and by book */
unsigned queued : 3 = 0;
unsigned outcomes : 3 = 0;

bool raw = true;                /* the files */
bool raw_is_export = true;
bool books = false;
bool dashboard = false;

bool armed = false;             /* the schedule of the next progress check, and what it hands on */
bool resent = false;
bool nudged = false;
bool repeated = false;          /* the check was cut off and comes again */

/* ---- The queues: deliveries to come ---------------------------------------------------------------- */

unsigned uploads : 2 = 2;       /* Object Created -> ingest */
unsigned dead_uploads : 2 = 0;  /* -> give_up */
unsigned fresh : 3 = 0;         /* BookQueued -> enrich: books to be delivered, */
unsigned again : 3 = 0;         /* and once more */
unsigned falls : 2 = 0;         /* the counter is at zero -> aggregate */

/* ---- What the model alone knows -------------------------------------------------------------------- */

unsigned early : 2 = EARLY;
unsigned under_way : 4 = 0;     /* invocations, */
unsigned older : 4 = 0;         /* and those among them that began before the delete */
bool tombstone = false;         /* ExportDeleted was appended */
bool swept = false;             /* the second sweep is over */
bool has_ended = false;
bool busy = false;              /* the first worker */

#define quiet (under_way == 0 && uploads == 0 && dead_uploads == 0 && fresh == 0 && again == 0 && falls == 0)
#define nothing_left (!raw && !books && !dashboard && !counted && !armed && !life && queued == 0 && outcomes == 0)

inline wrote() { assert(!swept) }

/* Nobody reads these once the run is over: forgetting them makes like states one. */
inline forget() {
	uploads = 0; dead_uploads = 0; falls = 0; early = 0; resent = false; nudged = false; repeated = false;
	raw_is_export = true
}

inline run_ended(how) {
	assert(!has_ended);
	has_ended = true;
	status = how;
	life = true;
	wrote();
#ifdef NEVER
	assert(status != NEVER);
#endif
	forget(); fresh = 0; again = 0
}

/* code: stacks.streams.aggregating */
inline fell() {
	if
	:: remaining == 0 && is_going -> falls = 2
	:: else
	fi
}

/* ---- Invocations ----------------------------------------------------------------------------------- */

mtype = { INGEST, ENRICH, ENRICH_TOO, GIVE_UP, AGGREGATE, CHECK }

#ifdef TWO_STEP_ADVANCE
unsigned revision : 3 = 0;
#define SEEN unsigned seen : 3 = 0;
#define FORGET_SEEN seen = 0;
#define CHANGED revision++;
#else
#define SEEN
#define FORGET_SEEN
#define CHANGED
#endif
#ifdef DECREMENT_APART
#define UNFINISHED unsigned unfinished : 3 = 0;
#define FORGET FORGET_SEEN unfinished = 0;
#define SUBTRACT unfinished = SIZE(group)
#define FINISH remaining = remaining - unfinished; unfinished = 0; fell()
#define finished (group == 0 && unfinished == 0)
#else
#define UNFINISHED
#define FORGET FORGET_SEEN
#define FINISH skip
#define SUBTRACT remaining = remaining - SIZE(group); assert(remaining == BOOKS - SIZE(outcomes)); fell()
#define finished (group == 0)
#endif

/* `young`: it began after the delete. `mortal`: it may be cut off. `group`: books that it counts. */
#define LOCALS bool young = false; bool mortal = true; unsigned group : 3 = 0; SEEN UNFINISHED

inline begin() { under_way++; young = tombstone }

inline end() {
	under_way--;
	if
	:: tombstone && !young -> older--
	:: else
	fi;
	if
	:: stage == ENRICH -> busy = false
	:: else
	fi;
	young = false; mortal = true; group = 0; FORGET
}

inline cut_off() {
	if
	:: stage == INGEST && is_going && uploads > 0 -> skip
	:: stage == INGEST && is_going -> dead_uploads = 2
	:: stage == CHECK && is_going -> armed = true; repeated = true
	:: else -> skip
	fi;
	end()
}

#define CUT atomic { mortal -> cut_off(); goto end_idle }
#define OVER end(); goto end_idle

/* code: domain.pipeline.transitions.advance */
/* It is the last thing that an invocation does. */
#ifndef TWO_STEP_ADVANCE
#define ADVANCE(wanted, appended) \
	if \
	:: atomic { (wanted) -> appended; OVER } \
	:: atomic { !(wanted) -> OVER } \
	:: CUT \
	fi
#else
#ifdef NO_REVISION_CONDITION
#define UNCHANGED true
#else
#define UNCHANGED (revision == seen)
#endif
#define ADVANCE(wanted, appended) \
	do \
	:: atomic { (wanted) -> seen = revision }; \
		if \
		:: atomic { UNCHANGED -> appended; CHANGED OVER } \
		:: atomic { !UNCHANGED -> seen = 0 } \
		:: CUT \
		fi \
	:: atomic { !(wanted) -> OVER } \
	:: CUT \
	od
#endif

/* ---- Counting -------------------------------------------------------------------------------------- */

#ifdef NO_SLOT_CONDITION
#define taken 0
#else
#define taken (group & outcomes)
#endif
#ifdef NO_COUNTER_CONDITION
#define refused false
#else
#define refused (!counted || closed || remaining < SIZE(group))
#endif

/* code: adapters.event_store.DynamoEventStore.transact */
inline transact() {
	if
	:: taken != 0 -> group = group & ~taken   /* they are counted: again with the rest */
	:: taken == 0 && refused -> group = 0
	:: taken == 0 && !refused ->
		assert((group & outcomes) == 0);
		assert(!has_ended);
		assert(remaining >= SIZE(group));
		outcomes = outcomes | group;
		wrote();
		SUBTRACT;
		group = 0
	fi
}

/* code: domain.counting.count */
#define COUNT(and_then) \
	do \
	:: atomic { group != 0 -> transact(); if :: finished -> and_then :: else fi } \
	:: atomic { group == 0 -> FINISH; and_then } \
	:: CUT \
	od

/* ---- Ingest ---------------------------------------------------------------------------------------- */

/* code: domain.pipeline.guarded.put_guarded */
#define PUT_GUARDED(object) \
	if \
	:: atomic { object = true; wrote() } \
	:: CUT \
	fi; \
	if \
	:: atomic { is_gone -> object = false; goto gone } \
	:: atomic { !is_gone -> skip } \
	:: CUT \
	fi

/* code: adapters.event_store.DynamoEventStore.append_queued */
/* code: adapters.bus.EventBridgeBus.publish */
inline append_queued(set) {
	fresh = fresh | (set & ~queued);   /* the same bytes again make no stream record */
	queued = queued | set;
	wrote()
}

/* code: adapters.schedules.OneTimeSchedules.at */
inline arrange() {
#ifndef NO_PROGRESS_CHECK
	armed = true;
#endif
	wrote()
}

/* code: domain.pipeline.ingest.Ingest */
proctype Ingest(mtype stage) {
	LOCALS

end_idle:
	/* code: domain.pipeline.ingest.Ingest._uploaded */
	/* code: domain.pipeline.ingest.Ingest._library */
	atomic { uploads > 0 && is_going -> uploads--; begin(); life = true; wrote(); CHANGED
		if
		:: books -> goto queue
		:: !books && raw && raw_is_export -> skip
		:: !books && raw && !raw_is_export -> goto reject
		:: !books && !raw -> cut_off(); goto end_idle   /* RawFileMissingError */
		fi
	};
	PUT_GUARDED(books);

	/* code: domain.pipeline.ingest.Ingest._queue */
queue:
#ifndef CHECK_AFTER_COUNTER
	if
	:: atomic { arrange() }
	:: CUT
	fi;
#endif
	/* code: adapters.counters_table.DynamoCounters.open */
	if
	:: atomic { is_going && !counted -> counted = true; remaining = BOOKS; fell(); wrote() }
	:: atomic { is_going && counted -> skip }
	:: atomic { !is_going -> OVER }
	:: CUT
	fi;
#ifdef CHECK_AFTER_COUNTER
	if
	:: atomic { arrange() }
	:: CUT
	fi;
#endif
	/* code: domain.pipeline.run_books.queued_events */
	if
	:: atomic { append_queued(EVERY); OVER }
	:: atomic { append_queued(1); cut_off(); goto end_idle }   /* some of a batch */
	:: CUT
	fi;

	/* code: domain.pipeline.ingest.Ingest._reject */
reject:
#ifdef REJECT_WITHOUT_COUNTER_CHECK
	ADVANCE(is_going, run_ended(REJECTED));
#else
	ADVANCE(is_going && !counted, if :: !counted -> run_ended(REJECTED) :: else fi);
#endif

	/* code: domain.pipeline.ingest.Ingest._remove */
gone:
	if
	:: atomic { raw = false; OVER }
	:: CUT
	fi
}

/* ---- Enrich and give_up ---------------------------------------------------------------------------- */

/* One or more of the messages that wait. Each comes once more. */
inline receive() {
	book = 1;
	do
	:: book <= EVERY ->
		if
		:: (fresh & book) != 0 -> fresh = fresh & ~book; again = again | book; group = group | book
		:: (again & book) != 0 -> again = again & ~book; group = group | book
		:: group != 0 || (fresh | again) >= 2 * book -> skip   /* not this one */
		fi;
		book = book << 1
	:: else -> break
	od;
	book = 0
}

/* What enrich does, and what give_up does to messages that died there: to the counting they are one. */
/* code: domain.pipeline.enrich.Enrichment */
/* code: domain.pipeline.give_up.GivingUp.books */
proctype Enrichment(mtype stage) {
	LOCALS
	byte book = 0;

end_idle:
	/* Idle workers are alike, so the first works if it can. */
	atomic { (fresh | again) != 0 && (stage == ENRICH || busy) ->
		receive(); begin();
		busy = true   /* the second works only while the first does */
	};
	COUNT(OVER)
}

/* code: domain.pipeline.give_up.GivingUp.run */
proctype GivingUp(mtype stage) {
	LOCALS

end_idle:
	atomic { dead_uploads > 0 && is_going -> dead_uploads--;
		if
		:: counted -> goto end_idle
		:: else -> begin(); mortal = (dead_uploads > 0)
		fi
	};
#ifdef RUN_FAILED_WITHOUT_COUNTER_CHECK
	ADVANCE(is_going, run_ended(FAILED))
#else
	ADVANCE(is_going && !counted, if :: !counted -> run_ended(FAILED) :: else fi)
#endif
}

/* ---- Aggregate ------------------------------------------------------------------------------------- */

/* code: domain.pipeline.aggregate.Aggregation._publish */
inline publish() {
	assert(outcomes == EVERY && dashboard);
	run_ended(COMPLETE)
}

/* code: domain.pipeline.aggregate.Aggregation */
proctype Aggregation(mtype stage) {
	LOCALS

end_idle:
	atomic { falls > 0 && is_going -> falls--;
		if
		:: counted && remaining == 0 -> assert(books && outcomes == EVERY); begin()
		:: else -> goto end_idle
		fi
	};
#ifndef EVENT_BEFORE_EFFECT
	/* code: domain.pipeline.aggregate.Aggregation._write */
	PUT_GUARDED(dashboard);
#endif
	ADVANCE(is_going, publish());
gone:
	atomic { OVER }
}

/* ---- The progress check ---------------------------------------------------------------------------- */

/* code: domain.pipeline.deadline.ProgressCheck._open_books */
inline open_books() {
	group = (books -> EVERY & ~outcomes : 0);
	assert(!is_late || group != 0)   /* a check that comes when all else is done has something to do */
}

/* code: domain.pipeline.deadline.ProgressCheck */
proctype ProgressCheck(mtype stage) {
	LOCALS
	bool is_late = false;

end_idle:
	atomic { armed && is_going && (early > 0 || quiet) ->
		is_late = quiet;
		if
		:: is_late
		:: !is_late -> early--
		fi;
		mortal = !repeated; repeated = false; armed = false; begin();
		if
		/* Overdue without a counter. */
		:: !counted -> is_late = false; goto fail_uncounted
		/* code: domain.pipeline.deadline.ProgressCheck._aggregate_again */
#ifdef NO_NUDGE
		:: counted && remaining == 0 -> is_late = false; goto rearm
#else
		:: counted && remaining == 0 && nudged -> is_late = false; goto fail
		:: counted && remaining == 0 && !nudged -> falls = 2; nudged = true; is_late = false; goto rearm
#endif
		/* Progress, or code: domain.pipeline.deadline.ProgressCheck._waits_its_turn */
		:: counted && remaining > 0 && !is_late -> resent = false; is_late = false; goto rearm
		:: counted && remaining > 0 && (is_late -> !resent : EARLY_RESENDS) -> open_books();
			fresh = fresh | group; group = 0; resent = true; is_late = false; goto rearm
		/* code: domain.pipeline.deadline.ProgressCheck._close */
		:: counted && remaining > 0 && !(is_late && !resent) -> open_books(); is_late = false;
			if
			:: group == 0 -> goto rearm
			:: else
			fi
		fi
	};
	COUNT(goto rearm);
	/* code: domain.pipeline.deadline.ProgressCheck._rearm */
rearm:
	if
	:: atomic { arrange(); OVER }
	:: CUT
	fi;
	/* code: domain.pipeline.deadline.ProgressCheck._fail */
fail_uncounted:
#ifdef RUN_FAILED_WITHOUT_COUNTER_CHECK
	ADVANCE(is_going, run_ended(FAILED));
#endif
fail:
	ADVANCE(is_going, run_ended(FAILED); closed = counted)
}

#ifdef SECOND_FILE
/* Another file is sent to the same address: an export where the first was none, or the other way round. */
proctype SecondFile() {
	if
	:: true
	:: atomic { is_going -> raw = true; raw_is_export = !raw_is_export; uploads++ }
	fi
}
#endif

/* ---- Deleting and erasing -------------------------------------------------------------------------- */

/* code: domain.pipeline.erase.Deletion */
proctype Deletion() {
	if
	:: true   /* nobody deletes */
#ifdef DELETE_WITHOUT_TOMBSTONE
	:: atomic { tombstone = true; older = under_way }
#else
	:: atomic { status = DELETED; tombstone = true; older = under_way; forget(); CHANGED }
#endif
	fi
}

/* code: domain.pipeline.erase.Erasure */
proctype Erasure() {
	bool is_second = false;

end_idle:
	tombstone;
sweep:
	/* code: domain.pipeline.erase.remove_files */
	/* code: adapters.schedules.cancel_all */
	atomic { raw = false; books = false; dashboard = false; armed = false };
	/* code: adapters.counters_table.DynamoCounters.delete */
	/* From here on messages find no counter, as those that are held already do. */
	atomic { counted = false; closed = false; remaining = 0; fresh = 0; again = 0 };
	/* code: adapters.event_store.DynamoEventStore.erase */
	/* code: adapters.event_store.DynamoEventStore.erase_lifecycle */
	atomic { queued = 0; outcomes = 0; life = false;
		if
#ifdef ONE_SWEEP
		:: swept = true; goto done
#else
		:: !is_second -> is_second = true
		:: is_second -> swept = true; assert(nothing_left); goto done
#endif
		fi
	};
	/* Fifteen minutes later no invocation that began before the delete is under way: five are the most. */
	older == 0;
	goto sweep;
done:
	skip
}

init {
	atomic {
		if
		:: raw_is_export = true
		:: raw_is_export = false
		fi;
		run Ingest(INGEST);
#if INGESTS > 1
		run Ingest(INGEST);
#endif
		run Enrichment(ENRICH);
#if WORKERS > 1
		run Enrichment(ENRICH_TOO);
#endif
		run GivingUp(GIVE_UP);
		run Aggregation(AGGREGATE);
#if AGGREGATORS > 1
		run Aggregation(AGGREGATE);
#endif
		run ProgressCheck(CHECK);
#ifdef SECOND_FILE
		run SecondFile();
#endif
		run Deletion(); run Erasure()
	};
	/* Every run ends. */
	status == COMPLETE || status == REJECTED || status == FAILED || swept
}
