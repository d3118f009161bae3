/*
 * The counting protocol of one run of one export, for Spin.
 *
 * The lines `code:` say which code a part stands for; tests/contract/test_protocol_model.py resolves each by
 * import. docs/exactly-once.md explains the protocol; `make model` checks this file in the configurations of
 * docs/model/check.py, and that each mutation (an #ifdef in capitals below) breaks it.
 *
 * What is checked
 *   - a book has at most one outcome, and remaining = total - outcomes >= 0 while there is a counter;
 *   - DashboardPublished comes at most once, after every outcome, and after the file it tells of;
 *   - a run ends once, and takes no outcome after its end;
 *   - nothing of a deleted export is left after the second sweep, and nothing is written of it afterwards;
 *   - every run ends: no execution stops before (an invalid end state otherwise), and a progress check that
 *     finds nothing else under way always has something to do. So with finitely many faults every run ends.
 *
 * What is simplified, each time so that more can happen here than there
 *   - A message may be delivered any number of times, one after the other or at once, and an invocation may
 *     be cut off before any step; its message then comes again, or is dead and goes to give_up, or, where
 *     the code has no dead letters to read, is lost. Being cut off after the last step is the same as being
 *     delivered again. What comes to the first step of an invocation is one step with its delivery.
 *   - Stream, relay, bus, rule and queue are one hop: each can only delay and repeat.
 *   - A transaction that is refused for a conflict changes nothing and is tried again: it is no step.
 *   - `advance` reads, decides and appends if the record is unchanged, else decides again: that is one step.
 *     With -DTWO_STEP_ADVANCE it is two, and the condition on the record's revision does the work.
 *   - A progress check may fire at any time, and may then take the run for overdue, waiting or stuck. When
 *     nothing else is under way (`quiet`) it decides as the code does after a check without progress.
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
#ifndef EARLY
#define EARLY 1
#endif
#ifndef AGGREGATORS
#define AGGREGATORS 1
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
bool repeated = false;          /* it was cut off and comes again */

/* ---- The queues ------------------------------------------------------------------------------------ */

unsigned uploads : 2 = 2;       /* Object Created -> ingest: deliveries to come */
unsigned dead_uploads : 2 = 0;  /* -> give_up */
unsigned fresh : 3 = 0;         /* BookQueued -> enrich, or give_up: books to be delivered yet, */
unsigned again : 3 = 0;         /* and once more */
unsigned falls : 2 = 0;         /* the counter is at zero -> aggregate */

/* ---- What the model alone knows -------------------------------------------------------------------- */

unsigned early : 2 = EARLY;
unsigned under_way : 4 = 0;     /* invocations, */
unsigned older : 4 = 0;         /* and those that began before the delete */
bool tombstone = false;         /* ExportDeleted was appended */
bool swept = false;             /* the second sweep is over */
bool has_ended = false;
bool busy = false;              /* the first worker */

#define quiet (under_way == 0 && uploads == 0 && dead_uploads == 0 && fresh == 0 && again == 0 && falls == 0)
#define nothing_left (!raw && !books && !dashboard && !counted && !armed && !life && queued == 0 && outcomes == 0)

inline begin() { under_way++; young = tombstone }

inline end() {
	under_way--;
	if
	:: tombstone && !young -> older--
	:: else
	fi;
	young = false
}

inline wrote() { assert(!swept) }

inline run_ended(how) {
	assert(!has_ended);
	has_ended = true;
	status = how;
	life = true;
	wrote()
}

/* code: stacks.streams.aggregating */
inline fell() {
	if
	:: remaining == 0 -> falls = 2
	:: else
	fi
}

/* An invocation may be cut off before any step; each process says at `cut_off` what comes of that. */
#define CUT mortal -> goto cut_off

/* code: domain.pipeline.transitions.advance */
#ifndef TWO_STEP_ADVANCE
#define ADVANCE(wanted, appended) \
	if \
	:: atomic { (wanted) -> appended } \
	:: atomic { !(wanted) -> skip } \
	:: CUT \
	fi
#define LOCALS bool young = false; bool mortal = true;
#define FORGET
#define BEGIN_LIFE life = true; wrote();
#else
unsigned revision : 3 = 0;
#ifdef NO_REVISION_CONDITION
#define UNCHANGED true
#else
#define UNCHANGED (revision == seen)
#endif
#define ADVANCE(wanted, appended) \
	do \
	:: atomic { (wanted) -> seen = revision }; \
		if \
		:: atomic { UNCHANGED -> appended; revision++; seen = 0; break } \
		:: atomic { !UNCHANGED -> seen = 0 } \
		:: CUT \
		fi \
	:: atomic { !(wanted) -> break } \
	:: CUT \
	od
#define LOCALS bool young = false; bool mortal = true; unsigned seen : 3 = 0;
#define FORGET seen = 0;
#define BEGIN_LIFE life = true; wrote();
#endif

/* ---- Counting -------------------------------------------------------------------------------------- */

/* code: adapters.event_store.DynamoEventStore.transact */
inline transact(group) {
	if
#ifndef NO_SLOT_CONDITION
	:: (group & outcomes) != 0 -> group = group & ~outcomes   /* those are counted: again with the rest */
#endif
	:: else ->
		if
#ifndef NO_COUNTER_CONDITION
		:: !counted || closed || remaining < SIZE(group) -> skip
#endif
		:: else ->
			assert((group & outcomes) == 0);
			assert(!has_ended);
			assert(remaining >= SIZE(group));
			outcomes = outcomes | group;
			wrote();
#ifdef DECREMENT_APART
			unfinished = SIZE(group)
#else
			remaining = remaining - SIZE(group);
			assert(remaining == BOOKS - SIZE(outcomes));
			fell()
#endif
		fi;
		group = 0
	fi
}

#ifdef DECREMENT_APART
#define DECREMENT unsigned unfinished : 3 = 0;
#define UNDONE unfinished = 0;
#define all_done (group == 0 && unfinished == 0)
#else
#define DECREMENT
#define UNDONE
#define all_done (group == 0)
#endif

/* code: domain.counting.count */
inline count() {
	do
	:: atomic { group != 0 -> transact(group);
			if
			:: all_done -> goto all_counted
			:: else
			fi
		}
#ifdef DECREMENT_APART
	:: atomic { unfinished != 0 -> remaining = remaining - unfinished; unfinished = 0; fell(); goto all_counted }
#endif
	:: CUT
	od
}

/* ---- Ingest ---------------------------------------------------------------------------------------- */

/* code: domain.pipeline.guarded.put_guarded */
/* Its first look at the record is the one that the invocation began with. */
inline put_guarded(object) {
	if
	:: atomic { object = true; wrote() }
	:: CUT
	fi;
	if
	:: atomic { is_gone -> object = false; goto gone }
	:: atomic { !is_gone -> skip }
	:: CUT
	fi
}

/* code: adapters.event_store.DynamoEventStore.append_queued */
/* code: adapters.bus.EventBridgeBus.publish */
inline append_queued(set) {
	fresh = fresh | (set & ~queued);   /* the same bytes again make no stream record */
	queued = queued | set;
	wrote()
}

/* code: adapters.schedules.OneTimeSchedules.at */
inline arrange() {
	if
	:: !armed -> armed = true
	:: else   /* the name is taken */
	fi;
	wrote()
}

/* code: domain.pipeline.ingest.Ingest */
proctype Ingest() {
	LOCALS

end_idle:
	/* code: domain.pipeline.ingest.Ingest._uploaded */
	/* code: domain.pipeline.ingest.Ingest._library */
	atomic { uploads > 0 -> uploads--; begin();
		if
		:: is_gone -> goto gone
		:: !is_gone && !is_going -> goto over
		:: is_going -> BEGIN_LIFE
			if
			:: books -> goto queue
			:: !books && raw && raw_is_export -> skip
			:: !books && raw && !raw_is_export -> goto reject
			:: !books && !raw -> goto cut_off   /* RawFileMissingError */
			fi
		fi
	};
	put_guarded(books);

	/* code: domain.pipeline.ingest.Ingest._queue */
queue:
	if
	:: atomic { arrange() }
	:: CUT
	fi;
	/* code: adapters.counters_table.DynamoCounters.open */
	if
	:: atomic { is_going && !counted -> counted = true; remaining = BOOKS; fell(); wrote() }
	:: atomic { is_going && counted -> skip }
	:: atomic { !is_going -> goto over }
	:: CUT
	fi;
	/* code: domain.pipeline.run_books.queued_events */
	if
	:: atomic { append_queued(EVERY); goto over }
	:: atomic { append_queued(1); goto cut_off }   /* some of a batch */
	:: CUT
	fi;

	/* code: domain.pipeline.ingest.Ingest._reject */
reject:
#ifdef REJECT_WITHOUT_COUNTER_CHECK
	ADVANCE(is_going, run_ended(REJECTED));
#else
	ADVANCE(is_going && !counted, if :: !counted -> run_ended(REJECTED) :: else fi);
#endif
	goto over;

	/* code: domain.pipeline.ingest.Ingest._remove */
gone:
	if
	:: atomic { raw = false; goto over }
	:: CUT
	fi;
over:
	atomic { end(); goto end_idle };
cut_off:
	atomic {
		FORGET
		if
		:: uploads > 0 -> skip
		:: dead_uploads = 2
		fi;
		goto over
	}
}

/* ---- Counting workers, and giving up ----------------------------------------------------------------- */

/* Some of the messages that wait. Each may come once more. */
inline receive() {
	book = 1;
	do
	:: book <= EVERY ->
		if
		:: (fresh & book) != 0 -> fresh = fresh & ~book; group = group | book;
			if
			:: again = again | book
			:: skip
			fi
		:: (again & book) != 0 -> again = again & ~book; group = group | book
		:: skip
		fi;
		book = book << 1
	:: else -> break
	od;
	book = 0
}

/* What `enrich` does, and what `give_up` does to what died there: to the counting they are one. */
/* code: domain.pipeline.enrich.Enrichment */
/* code: domain.pipeline.give_up.GivingUp.books */
proctype Enrichment(bool is_second) {
	LOCALS
	DECREMENT
	unsigned group : 3 = 0;
	byte book = 0;

end_idle:
	/* Idle workers are alike, so the first works if it can. */
	atomic { (fresh | again) != 0 && (!is_second || busy) ->
		receive();
		if
		:: group == 0 -> goto end_idle
		:: else -> begin(); busy = busy || !is_second
		fi
	};
	count();
all_counted:
over:
	atomic { end(); busy = busy && is_second; goto end_idle };
cut_off:
	atomic { group = 0; UNDONE goto over }
}

/* code: domain.pipeline.give_up.GivingUp.run */
proctype GivingUp() {
	LOCALS

end_idle:
	atomic { dead_uploads > 0 -> dead_uploads--; mortal = (dead_uploads > 0); begin();
		if
		:: counted -> goto over
		:: else
		fi
	};
#ifdef RUN_FAILED_WITHOUT_COUNTER_CHECK
	ADVANCE(is_going, run_ended(FAILED));
#else
	ADVANCE(is_going && !counted, if :: !counted -> run_ended(FAILED) :: else fi);
#endif
over:
	atomic { end(); goto end_idle };
cut_off:
	atomic { FORGET goto over }
}

/* ---- Aggregate ------------------------------------------------------------------------------------- */

/* code: domain.pipeline.aggregate.Aggregation._publish */
inline publish() {
	assert(outcomes == EVERY && dashboard);
	run_ended(COMPLETE)
}

/* code: domain.pipeline.aggregate.Aggregation */
proctype Aggregation() {
	LOCALS

end_idle:
	atomic { falls > 0 -> falls--; begin();
		if
		:: is_going && counted && remaining == 0 -> assert(books && outcomes == EVERY)
		:: else -> goto over
		fi
	};
#ifdef EVENT_BEFORE_EFFECT
	ADVANCE(is_going, publish());
#endif
	/* code: domain.pipeline.aggregate.Aggregation._write */
	put_guarded(dashboard);
#ifndef EVENT_BEFORE_EFFECT
	ADVANCE(is_going, publish());
#endif
gone:
over:
	atomic { end(); goto end_idle };
cut_off:
	atomic {
FORGET goto over	}
}

/* ---- The progress check ---------------------------------------------------------------------------- */

/* code: domain.pipeline.deadline.ProgressCheck._fail */
#define FAIL ADVANCE(is_going, run_ended(FAILED); closed = counted)

/* code: domain.pipeline.deadline.ProgressCheck._open_books */
inline open_books() {
	group = (books -> EVERY & ~outcomes : 0);
	assert(!is_late || group != 0)
}

/* code: domain.pipeline.deadline.ProgressCheck */
proctype ProgressCheck() {
	LOCALS
	DECREMENT
	bool is_late = false;
	unsigned group : 3 = 0;

end_idle:
	atomic { armed && (early > 0 || quiet || repeated) ->
		is_late = quiet;
		if
		:: is_late || repeated
		:: !is_late && !repeated -> early--
		fi;
		mortal = !repeated; repeated = false; armed = false; begin();
		if
		:: !is_going -> goto over
		/* Overdue without a counter. */
		:: is_going && !counted -> goto fail
		/* code: domain.pipeline.deadline.ProgressCheck._aggregate_again */
		:: is_going && counted && remaining == 0 && nudged -> goto fail
		:: is_going && counted && remaining == 0 && !nudged -> falls = 2; nudged = true; goto rearm
		/* Progress, or code: domain.pipeline.deadline.ProgressCheck._waits_its_turn */
		:: is_going && counted && remaining > 0 && !is_late -> resent = false; goto rearm
		:: is_going && counted && remaining > 0 && !(is_late && resent) -> open_books();
			fresh = fresh | group; group = 0; resent = true; goto rearm
		/* code: domain.pipeline.deadline.ProgressCheck._close */
		:: is_going && counted && remaining > 0 && !(is_late && !resent) -> open_books();
			if
			:: group == 0 -> goto rearm
			:: else
			fi
		fi
	};
	count();
	/* code: domain.pipeline.deadline.ProgressCheck._rearm */
all_counted:
rearm:
	if
	:: atomic { arrange(); goto over }
	:: CUT
	fi;
fail:
	FAIL;
over:
	atomic { end(); is_late = false; goto end_idle };
cut_off:
	/* The same check comes again. */
	atomic { group = 0; armed = true; repeated = true; UNDONE FORGET goto over }
}

/* ---- Deleting and erasing -------------------------------------------------------------------------- */

/* code: domain.pipeline.erase.remove_files */
inline remove_files() { raw = false; books = false; dashboard = false }

/* code: domain.pipeline.erase.Deletion */
proctype Deletion() {
	LOCALS

	if
	:: goto cut_off   /* nobody deletes */
	:: true
	fi;
#ifdef DELETE_WITHOUT_TOMBSTONE
	atomic { tombstone = true; older = under_way };
#else
	ADVANCE(!is_gone, status = DELETED; tombstone = true; older = under_way);
#endif
	if
	:: atomic { remove_files() }
	:: CUT
	fi;
cut_off:
	atomic { FORGET skip }
}

/* code: domain.pipeline.erase.Erasure */
proctype Erasure() {
	bool is_second = false;

end_idle:
	tombstone;
sweep:
	/* code: adapters.schedules.cancel_all */
	atomic { remove_files(); armed = false };
	/* code: adapters.counters_table.DynamoCounters.delete */
	atomic { counted = false; closed = false; remaining = 0 };
	/* code: adapters.event_store.DynamoEventStore.erase */
	/* code: adapters.event_store.DynamoEventStore.erase_lifecycle */
	atomic { queued = 0; outcomes = 0; life = false;
		if
#ifdef ONE_SWEEP
		:: swept = true
#else
		:: !is_second -> is_second = true
		:: is_second -> swept = true; assert(nothing_left); goto done
#endif
		fi
	};
	/* Fifteen minutes later no invocation that began before the delete is under way: five are the most. */
	atomic { older == 0 -> goto sweep };
done:
	skip
}

init {
	atomic {
		if
		:: raw_is_export = true
		:: raw_is_export = false
		fi;
		run Ingest();
#if INGESTS > 1
		run Ingest();
#endif
		run Enrichment(false);
#if WORKERS > 1
		run Enrichment(true);
#endif
		run GivingUp();
		run Aggregation();
#if AGGREGATORS > 1
		run Aggregation();
#endif
		run ProgressCheck();
#ifndef NODEL
		run Deletion(); run Erasure()
#endif
	};
	/* Every run ends. */
	status == COMPLETE || status == REJECTED || status == FAILED || swept
}
