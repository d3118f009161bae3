/*
 * The counting protocol of one run of one export, for Spin.
 *
 * A line `code:` names the code that the part below it stands for; tests/contract/test_protocol_model.py
 * resolves each by import. docs/exactly-once.md explains the protocol. `make model` checks this file in
 * several configurations (tests/protocol_model.py), and that each mutation, an #ifdef in capitals, breaks it.
 *
 * Checked
 *   - a book has at most one outcome, and remaining = total - outcomes >= 0 while there is a counter;
 *   - DashboardPublished comes at most once, after every outcome, and after the file it tells of;
 *   - a run ends once, and takes no outcome after its end;
 *   - nothing of a deleted export is left after the second sweep, and nothing is written of it afterwards;
 *   - every run ends: no execution stops before its run has ended and, with -DFINITE_FAULTS, none goes on
 *     for ever.
 *
 * Simplified, each time so that no less can happen here than there
 *   - A message is delivered twice, in any order, one delivery after the other or at once, and each delivery
 *     may be cut off before any of its steps. One that is cut off at once is one that never was; one that is
 *     cut off after its last step is no other than one that was not. An upload that died goes to give_up,
 *     whose second delivery is not cut off. A book's message that was cut off twice is lost, as if give_up
 *     had been cut off as well.
 *   - What an invocation reads first it reads when it begins, and acts on at any time later.
 *   - Stream, relay, bus, rule and queue are one hop: each can only delay and repeat.
 *   - A transaction that is refused for a conflict changes nothing and is tried again: it is no step.
 *   - `advance` reads, decides and appends if the record is unchanged, else decides again: that is one step.
 *     With -DTWO_STEP_ADVANCE it is two, and the condition on the record's revision does the work.
 *   - A progress check fires EARLY times at any time, and may then take the run for overdue, waiting or
 *     stuck. Otherwise it fires when nothing else is under way, and decides as after no progress. One that
 *     is cut off comes once more, knowing what it knew before; that one is not cut off until the next is
 *     arranged.
 *   - An invocation that would only find its run over, and a message that would only find no counter or a
 *     closed one, is left out: those that began before it came to that find the same.
 *   - ExportParsed, the preview and the schedule of the export's expiry are left out: the first changes nothing
 *     that is read here, the others are written as `books` and the first check are. What a delete removes at once the eraser's first sweep removes.
 *
 * Bounded: more than this is for the simulation
 *   - one run of one export, whose file is there when it begins; at most three books;
 *   - two deliveries of each message, of each start of the aggregator and of each progress check;
 *   - one chain of progress checks, of which EARLY fire early; one that is cut off comes again before another;
 *   - the eraser is not cut off: its steps may be taken again in any number, which the second sweep does.
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
bool repeated = false;          /* a check that was cut off comes again */
bool knew_resent = false;       /* what was handed on to the check that is made, or comes again */
bool knew_nudged = false;

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

#ifdef TWO_STEP_ADVANCE
unsigned revision : 2 = 0;
#define SEEN unsigned seen : 2 = 0;
#define FORGET_SEEN seen = 0;
#define CHANGED revision++
#else
#define SEEN
#define FORGET_SEEN
#define CHANGED skip
#endif

#define quiet (under_way == 0 && uploads == 0 && dead_uploads == 0 && fresh == 0 && again == 0 && falls == 0 \
	&& !repeated)
#define nothing_left (!raw && !books && !dashboard && !counted && !armed && !life && queued == 0 && outcomes == 0)

/* model: every write of the export passes here */
inline wrote() { assert(!swept) }

/* model: what nobody reads once the run is over; forgetting it makes like states one */
inline forget() {
	uploads = 0; dead_uploads = 0; falls = 0; early = 0; resent = false; nudged = false; repeated = false;
	knew_resent = false; knew_nudged = false; raw_is_export = true
}

/* model: the record and the lifecycle event that ends the run */
inline run_ended(how) {
	assert(!has_ended);
	has_ended = true;
	status = how;
	CHANGED;
	life = true;
	wrote();
#ifdef NEVER
	assert(status != NEVER);
#endif
	forget(); fresh = 0; again = 0
}

/* model: the filters of the counters' stream, as stacks/streams.py states them */
inline fell() {
	if
	:: remaining == 0 && is_going -> falls = 2
	:: else
	fi
}

/* ---- Invocations ----------------------------------------------------------------------------------- */

mtype = { INGEST, ENRICH, ENRICH_TOO, GIVE_UP, AGGREGATE, CHECK, CHECK_AGAIN }

#ifdef DECREMENT_APART
#define UNFINISHED unsigned unfinished : 3 = 0;
#define FORGET_UNFINISHED unfinished = 0;
#else
#define UNFINISHED
#define FORGET_UNFINISHED
#endif

/* code: domain.pipeline.deadline.Checked */
mtype = { REARM, NUDGE, RESEND, CLOSE, FAIL }
mtype decided = REARM;          /* what the progress check is about to do, and whether it found a counter */
bool was_counted = false;

/* `young`: it began after the delete. `mortal`: it may be cut off. `group`: books that it counts. */
#define LOCALS bool young = false; bool mortal = true; unsigned group : 3 = 0; SEEN UNFINISHED

/* model: an invocation begins */
inline begin() { under_way++; young = tombstone }

/* model: and is over */
inline end() {
	under_way--;
	if
	:: tombstone && !young -> older--
	:: else
	fi;
	if
	:: stage == ENRICH -> busy = false
	:: stage == CHECK || stage == CHECK_AGAIN -> stage = CHECK; decided = REARM; was_counted = false;
		if
		:: !repeated -> knew_resent = false; knew_nudged = false
		:: repeated
		fi
	:: else
	fi;
	young = false; mortal = true; group = 0; FORGET_SEEN FORGET_UNFINISHED
	skip
}

/* model: or is cut off */
inline cut_off() {
	if
	:: stage == INGEST && is_going && uploads > 0 -> skip
	:: stage == INGEST && is_going -> dead_uploads = 2
	:: stage == CHECK && is_going -> repeated = true
	:: else -> skip
	fi;
	end()
}

#define OVER end(); goto end_idle
#define CUT atomic { mortal -> cut_off(); goto end_idle }

/* code: domain.pipeline.transitions.advance */
/* code: adapters.exports_table.DynamoExports.append */
/* `guard` is what the transaction asks of the counter, `refused` what comes of it where it is not so. */
#ifndef TWO_STEP_ADVANCE
#define advance(wanted, guard, append, refused) \
	if \
	:: atomic { (wanted) && (guard) -> append; OVER } \
	:: atomic { (wanted) && !(guard) -> refused } \
	:: atomic { !(wanted) -> OVER } \
	:: CUT \
	fi
#else
#ifdef NO_REVISION_CONDITION
#define is_stale false
#else
#define is_stale (revision != seen)
#endif
#define advance(wanted, guard, append, refused) \
	do \
	:: atomic { (wanted) -> seen = revision }; \
		if \
		:: atomic { (guard) && !is_stale -> append; OVER } \
		:: atomic { (guard) && is_stale -> seen = 0 } \
		:: atomic { !(guard) -> seen = 0; refused } \
		:: CUT \
		fi \
	:: atomic { !(wanted) -> OVER } \
	:: CUT \
	od
#endif

/* code: domain.ports.CounterGuard */
#ifdef RUN_ENDS_BESIDE_COUNTER
#define absent true
#else
#define absent (!counted)
#endif

/* ---- Counting -------------------------------------------------------------------------------------- */

#ifdef NO_SLOT_CONDITION
#define taken 0
#else
#define taken (group & outcomes)
#endif
#ifdef NO_COUNTER_CONDITION
#define is_refused false
#else
#define is_refused (!counted || closed || remaining < SIZE(group))
#endif

/* code: adapters.event_store.DynamoEventStore.transact */
inline transact() {
	if
	:: taken != 0 -> group = group & ~taken   /* those are counted: again with the rest */
	:: taken == 0 && is_refused -> group = 0
	:: taken == 0 && !is_refused ->
		assert((group & outcomes) == 0);
		assert(!has_ended);
		assert(remaining >= SIZE(group));
		outcomes = outcomes | group;
		wrote();
#ifdef DECREMENT_APART
		unfinished = SIZE(group);
#else
		remaining = remaining - SIZE(group);
		assert(remaining == BOOKS - SIZE(outcomes));
		fell();
#endif
		group = 0
	fi
}

/* code: domain.counting.count */
#ifdef DECREMENT_APART
#define count(and_then) \
	do \
	:: atomic { group != 0 -> transact(); if :: group == 0 && unfinished == 0 -> and_then :: else fi } \
	:: atomic { unfinished != 0 -> remaining = remaining - unfinished; fell(); unfinished = 0; and_then } \
	:: CUT \
	od
#else
#define count(and_then) \
	do \
	:: atomic { group != 0 -> transact(); if :: group == 0 -> and_then :: else fi } \
	:: CUT \
	od
#endif

/* ---- Ingest ---------------------------------------------------------------------------------------- */

/* code: domain.pipeline.guarded.put_guarded */
/* Its first look at the record is the one that the invocation began with. */
#define put_guarded(object) \
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

/* model: the first check knows of nothing that was done */
inline arrange_first() {
	if
	:: !armed -> resent = false; nudged = false
	:: armed
	fi;
	arrange()
}

/* code: adapters.counters_table.DynamoCounters.open */
inline open_counter() {
	if
	:: !counted -> counted = true; remaining = BOOKS; fell(); wrote()
	:: counted -> skip
	fi
}

/* code: domain.pipeline.ingest.Ingest */
proctype Ingest(mtype stage) {
	LOCALS

end_idle:
	/* code: domain.pipeline.ingest.Ingest._uploaded */
	/* code: domain.pipeline.ingest.Ingest._library */
	atomic { uploads > 0 && is_going -> uploads--; begin();
		if
		:: !life -> life = true; CHANGED; wrote()
		:: life
		fi;
		if
		:: books -> goto queue
		:: !books && raw && raw_is_export -> skip
		:: !books && raw && !raw_is_export -> goto reject
		fi
	};
	put_guarded(books);

	/* code: domain.pipeline.ingest.Ingest._queue */
queue:
#ifndef CHECK_AFTER_COUNTER
	if
	:: atomic { arrange_first() }
	:: CUT
	fi;
#endif
	if
	:: atomic { is_going -> open_counter() }
	:: atomic { !is_going -> OVER }
	:: CUT
	fi;
#ifdef CHECK_AFTER_COUNTER
	if
	:: atomic { arrange_first() }
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
	/* Where another file of the run is being counted, its books are the run's. */
	advance(is_going, absent, run_ended(REJECTED), goto queue);

	/* code: domain.pipeline.ingest.Ingest._remove */
gone:
	if
	:: atomic { raw = false; OVER }
	:: CUT
	fi
}

#ifdef SECOND_FILE
/* model: another file is sent to the same address, an export if the first was none, else none */
proctype SecondFile() {
	if
	:: true
	:: atomic { is_going -> raw_is_export = !raw_is_export; uploads++ }
	fi
}
#endif

/* ---- Enrich and give_up ---------------------------------------------------------------------------- */

/* model: one or more of the messages that wait; each comes once more */
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

/* To the counting, what enrich does and what give_up does to messages that died there are one. */
/* code: domain.pipeline.enrich.Enrichment */
/* code: domain.pipeline.give_up.GivingUp.books */
proctype Enrichment(mtype stage) {
	LOCALS
	byte book = 0;

end_idle:
	/* Idle workers are alike: the second works only while the first does. */
	atomic { (fresh | again) != 0 && (stage == ENRICH || busy) -> receive(); begin(); busy = true };
	count(OVER)
}

/* code: domain.pipeline.give_up.GivingUp.run */
proctype GivingUp(mtype stage) {
	LOCALS

end_idle:
	atomic { dead_uploads > 0 && is_going -> dead_uploads--; mortal = (dead_uploads > 0); begin() };
	advance(is_going, absent, run_ended(FAILED), OVER)
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
	put_guarded(dashboard);
#endif
	advance(is_going, true, publish(), skip);
gone:
	atomic { OVER }
}

/* ---- The progress check ---------------------------------------------------------------------------- */

#define open_books (books -> EVERY & ~outcomes : 0)

/* code: domain.pipeline.deadline.ProgressCheck._decide */
inline decide(is_late) {
	if
	/* without a counter, and overdue */
	:: !counted -> decided = FAIL
#ifdef NO_NUDGE
	:: counted && remaining == 0 -> decided = REARM
#else
	:: counted && remaining == 0 && knew_nudged -> decided = FAIL
	:: counted && remaining == 0 && !(is_late && knew_nudged) -> decided = NUDGE
#endif
	/* progress, or reason to wait */
	:: counted && remaining > 0 && !is_late -> decided = REARM
	:: counted && remaining > 0 && !(is_late && knew_resent) -> decided = RESEND
	:: counted && remaining > 0 && (!is_late || knew_resent) -> decided = CLOSE
	fi;
	assert(!is_late || !counted || remaining == 0 || open_books != 0)   /* something is left to do */
}

/* A repeated check may be cut off once the next is arranged. So every check may be, for ever. */
#ifdef FINITE_FAULTS
#define MORTAL false
#else
#define MORTAL true
#endif

/* model: the next check is arranged before anything is done; if it is there already, its own words hold */
inline arrange_next() {
	if
	:: !armed -> resent = (decided == RESEND || decided == CLOSE); nudged = (knew_nudged || decided == NUDGE)
	:: armed
	fi;
	arrange()
}

/* model: the schedule is gone when it has fired */
inline fire() { armed = false; knew_resent = resent; knew_nudged = nudged; resent = false; nudged = false }

/* code: domain.pipeline.deadline.ProgressCheck */
proctype ProgressCheck(mtype stage) {
	LOCALS

end_idle:
	if
	:: atomic { armed && is_going && quiet -> fire(); decide(true); begin() }
	:: atomic { armed && is_going && early > 0 && !repeated -> early--; fire(); decide(false); begin() }
	:: atomic { repeated && is_going -> repeated = false; stage = CHECK_AGAIN; mortal = armed && MORTAL;
			decide(quiet); begin()
		}
	fi;
	if
	:: atomic { arrange_next(); mortal = mortal || MORTAL;
			if
			:: decided == REARM -> OVER
			:: decided == NUDGE -> falls = 2; OVER
			/* code: domain.pipeline.deadline.ProgressCheck._open_books */
			:: decided == RESEND -> fresh = fresh | open_books; OVER
			:: decided == CLOSE -> group = open_books; decided = REARM;
				if
				:: group == 0 && counted && remaining != 0 -> goto fail   /* counted are books that nobody has */
				:: group == 0 && !(counted && remaining != 0) -> OVER
				:: else -> skip
				fi
			:: decided == FAIL -> decided = REARM; goto fail
			fi
		}
	:: atomic { decided == NUDGE || decided == RESEND -> arrange_next(); cut_off(); goto end_idle }
	:: CUT
	fi;
	/* code: domain.pipeline.deadline.ProgressCheck._close */
	count(OVER);

	/* code: domain.pipeline.deadline.ProgressCheck._fail */
fail:
	if
	:: atomic { was_counted = counted }
	:: CUT
	fi;
	/* It asks for the counter to be as it was found, and closes it; where it is not, it is cut off. */
	advance(is_going, was_counted == counted, run_ended(FAILED); closed = counted, cut_off(); goto end_idle)
}

/* ---- Deleting and erasing -------------------------------------------------------------------------- */

/* code: domain.pipeline.erase.Deletion */
proctype Deletion() {
	if
	:: true   /* nobody deletes */
#ifdef DELETE_WITHOUT_TOMBSTONE
	:: atomic { tombstone = true; older = under_way }
#else
	:: atomic { status = DELETED; CHANGED; tombstone = true; older = under_way; forget() }
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
	atomic { counted = false; closed = false; remaining = 0; fresh = 0; again = 0 };
	/* code: adapters.event_store.DynamoEventStore.erase */
	/* code: adapters.event_store.DynamoEventStore.erase_lifecycle */
	atomic { queued = 0; outcomes = 0; life = false;
		if
#ifdef ONE_SWEEP
		:: swept = true; goto erased
#else
		:: !is_second -> is_second = true
		:: is_second -> swept = true; assert(nothing_left); goto erased
#endif
		fi
	};
	/* Fifteen minutes later no invocation that began before the delete is under way: they last five at most. */
	older == 0;
	goto sweep;
erased:
	skip
}

init {
	atomic {
		if
		:: raw_is_export = false
		:: raw_is_export = true
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
	status == COMPLETE || status == REJECTED || status == FAILED || swept
}
