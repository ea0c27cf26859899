"""What an IPP printer's words mean for a ticket: its reasons as a condition, a job's end as an outcome.

The keywords are those of RFC 8011 sections 5.3.7, 5.3.8, 5.4.11 and 5.4.12 and of PWG 5100.9.
"""

from dataclasses import dataclass
from enum import IntEnum

from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import (
    Condition,
    CoverOpen,
    CutterJam,
    NearEnd,
    NoPaper,
    Offline,
    Ready,
    TooHot,
    Unknown,
)
from kiosk.printing.ipp.answer import Attributes

STOPPED = 5
"""The printer's state in which nothing comes out."""
PRINTER_ASKED = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "document-format-supported",
    "media-ready",
    "media-col-ready",
    "cups-version",
    "printer-type",
    "device-uri",
)
JOB_ASKED = (
    "job-id",
    "job-name",
    "job-originating-user-name",
    "job-state",
    "job-state-reasons",
    "job-impressions-completed",
    "job-media-sheets-completed",
)
REASONS: dict[str, Condition] = {
    "cover-open": CoverOpen(),
    "door-open": CoverOpen(),
    "interlock-open": CoverOpen(),
    "media-jam": CutterJam(),
    "media-empty": NoPaper(),
    "media-needed": NoPaper(),
    "input-tray-missing": NoPaper(),
    "fuser-over-temp": TooHot(),
    "offline": Offline(),
    "paused": Offline(),
    "shutdown": Offline(),
}
"""In the order in which they count; as warnings too: nothing goes to a printer that may be open or jammed."""
OF_A_TRAY = frozenset({"media-empty", "input-tray-missing"})
"""What a tray that nobody uses may cause: as a mere warning it does not count if other paper is loaded."""
ERRORS = frozenset({"toner-empty", "marker-supply-empty", "marker-waste-full", "output-area-full", "other"})
"""What stops a printer when it is an error; it prints on with a warning."""
LOW = "media-low"
MILD = ("-warning", "-report")
SEVERITIES = ("-error", *MILD)
CONTRADICTIONS = frozenset(
    {
        "aborted-by-system",
        "document-format-error",
        "document-unprintable-error",
        "job-canceled-at-device",
        "job-canceled-by-operator",
        "job-canceled-by-user",
        "job-completed-with-errors",
        "printer-stopped",
        "printer-stopped-partly",
    }
)
"""What a job that is completed cannot have, if all of it is on paper."""
FOLLOWING = ("ipp:", "ipps:")
FOUND_FOLLOWING = ("._ipp._tcp", "._ipps._tcp")
"""The ways behind a CUPS queue on which it follows the job in the printer, by address or by name; on all
others it counts bytes."""


class JobState(IntEnum):
    """A job's state (RFC 8011 section 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True, slots=True)
class JobSeen:
    """A job, as its printer tells of it; ``came_out`` is ``None`` where the printer does not count pages."""

    state: JobState
    reasons: frozenset[str]
    came_out: int | None

    @property
    def over(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.state >= JobState.CANCELED


def job_seen(job: Attributes) -> JobSeen | None:
    """Read a job's attributes; nothing, if its state is not told."""
    state = job.integer("job-state")
    if state not in set(JobState):
        return None
    counts = [job.integer(name) for name in ("job-impressions-completed", "job-media-sheets-completed")]
    told = [count for count in counts if count is not None]
    return JobSeen(JobState(state), frozenset(job.texts("job-state-reasons")), max(told, default=None))


def condition_of(printer: Attributes) -> Condition:
    """Return a printer's condition; one that tells no state is unknown."""
    state = printer.integer("printer-state")
    if state is None:
        return Unknown()
    told = printer.texts("printer-state-reasons")
    bare = {_bare(reason) for reason in told}
    if printer.texts("media-ready") or printer.collections("media-col-ready"):
        bare -= {_bare(reason) for reason in told if reason.endswith(MILD)} & OF_A_TRAY
    stops = [condition for reason, condition in REASONS.items() if reason in bare]
    if stops:
        return stops[0]
    if printer.integer("printer-is-accepting-jobs") == 0:
        return Offline()
    if state == STOPPED or any(_bare(each) in ERRORS and not each.endswith(MILD) for each in told):
        return Unknown()
    return NearEnd() if LOW in bare else Ready()


def _bare(reason: str) -> str:
    for severity in SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason


def is_believed(printer: Attributes) -> bool:
    """Tell whether "completed" is the printer's own word.

    A CUPS queue gives itself away by ``cups-version`` and ``printer-type``. It completes a job when the way
    behind it took the last byte; only on the ways of IPP it waits for the printer, unless it is told not to.
    """
    if not printer.texts("cups-version") and printer.integer("printer-type") is None:
        return True
    device = next(iter(printer.texts("device-uri")), "").lower()
    by_name = device.startswith("dnssd:") and any(kind in device for kind in FOUND_FOLLOWING)
    return (by_name or device.startswith(FOLLOWING)) and "waitjob=false" not in device


def outcome_of(job: JobSeen, *, believed: bool, waited: bool, condition: Condition) -> Outcome:
    """Return how a job ended that is over.

    ``believed``: its printer tells of paper, not of bytes. ``waited``: when it was last seen before its end,
    nothing of it could have begun to come out. ``condition`` is the printer's at the end.
    """
    match job.state:
        case JobState.COMPLETED if job.reasons & CONTRADICTIONS or condition == CutterJam():
            return Outcome.UNKNOWN
        case JobState.COMPLETED:
            return Outcome.PRINTED if believed else Outcome.BLIND
        case JobState.CANCELED if waited and job.came_out == 0:
            return Outcome.NOT_SENT
        case _:
            return Outcome.UNKNOWN


def may_wait(job: JobSeen, condition: Condition, *, roll: bool) -> bool:
    """Tell whether nothing of a job can have come out yet: it has no turn, or there is no sheet for it.

    On a roll paper may end in the midst of a ticket.
    """
    if job.state in (JobState.PENDING, JobState.HELD):
        return True
    return condition == NoPaper() and not roll and job.came_out == 0
