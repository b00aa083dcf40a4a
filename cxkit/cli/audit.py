"""`cxkit audit`: somebody who has nothing but a report.json attacks it."""

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from cxkit import __version__
from cxkit.disclosure.audit import FORMAT, KINDS, Audit, audit, digest
from cxkit.errors import CxkitError, did_you_mean, listing
from cxkit.reports.report import Report

_TRIED = {
    "n": "how many are in a hidden group",
    "mean": "a small hidden group's mean, to ±10",
    "answer": "what somebody answered",
    "colleague": "… what all others did, for one who knows their own",
    "colleagues": "… for two who put theirs together",
    "distribution": "how few people's answers are spread",
}
_MOST = 12


def run(options: Namespace) -> int:
    """Attack a report, say how it went, and write the certificate. Returns 1 where something was found out."""
    report = Report.read(options.report)
    if options.check:
        print(_compared(report, Path(options.check)))
        return 0
    done = audit(report, seconds=options.seconds, seed=options.seed, consenting=_consenting(options.consenting, report))
    print(_text(options.report, done))
    if options.certificate:
        written = json.dumps(done.certificate(__version__), ensure_ascii=False, indent=1) + "\n"
        try:
            Path(options.certificate).write_text(written, encoding="utf-8")
        except OSError as error:
            raise CxkitError(
                f"{options.certificate}: cannot be written ({error.strerror}). Choose another file with --certificate."
            ) from None
        print(f"Certificate written to {options.certificate}.")
    return int(bool(done.beaten))


def _consenting(given: list[str], report: Report) -> dict[str, str]:
    """Return what --consenting says. Raises CxkitError where the report has no such group."""
    found = dict(one.partition("=")[::2] for one in given)
    for attribute, group in found.items():
        groups = list(dict.fromkeys(str(row.group) for row in report.tables.groups if row.attribute == attribute))
        if group not in groups:
            there = [f"{row.attribute}={row.group}" for row in report.tables.groups]
            hint = did_you_mean(f"{attribute}={group}", there)
            raise CxkitError(
                f'--consenting: the report has no group "{attribute}={group}". It has: '
                f"{listing(dict.fromkeys(there)) or 'none'}.{hint}"
            )
    return found


def _text(name: str, done: Audit) -> str:
    report, beaten = done.report, Counter(pin.what for pin in done.beaten)
    people = "too few to say how many" if report.n is None else f"{report.n} answered"
    rows = [["", "tried", "open", "known", "undecided"]]
    for kind, count in done.tried.items():
        left = done.undecided.get(kind, 0)
        rows.append([_TRIED[kind], *map(str, (count, count - beaten[kind] - left, beaten[kind], left))])
    wide = max(map(len, _TRIED.values()))
    table = "\n".join(f"  {row[0]:{wide}}" + "".join(f"{cell:>11}" for cell in row[1:]) for row in rows)
    return "\n\n".join([
        f"{name}: {report.survey.title} ({people}), attacked by its numbers alone for up to {done.seconds:g} seconds, "
        f"seed {done.seed}.",
        table,
        _outcome(done),
    ])  # fmt: skip


def _outcome(done: Audit) -> str:
    tried, undecided = done.tried.total(), done.undecided.total()
    lines = []
    if done.beaten:
        known = [f"  {told}" for told in done.told]
        more = [f"  … and {len(known) - _MOST} more"] if len(known) > _MOST else []
        lines += [f"{len(done.beaten)} of {tried} things that it should keep back follow from its numbers:"]
        lines += [*known[:_MOST], *more]
        lines += [
            "Do not give this report away. What cxkit score and cxkit publish write was protected when they wrote it: "
            "make it again, and change nothing in it. (If all of a group agreed to be shown from two up, say so: "
            "--consenting role=leader.)"
        ]
    else:
        sure = ", as far as that was decided" if undecided else ""
        lines += [f"None of {tried} things that it keeps back follows from its numbers{sure}."]
    if done.mixed:
        lines += [
            f"Undecided altogether: {listing(dict.fromkeys(done.mixed))}. These numbers are not of one and the same "
            "people, as where a room showed one picture after another, so nothing can be subtracted."
        ]
    elif undecided:
        lines += [
            f"{undecided} stayed undecided: for want of time (--seconds {10 * done.seconds:g} gives it more), or since "
            "it depends on whether somebody answered just so."
        ]
    return "\n".join(lines)


def _compared(report: Report, path: Path) -> str:
    """Say what a certificate says of the report. Raises CxkitError where it is none, or another one's."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        counts = {kind: dict(said["targets"][kind]) for kind in KINDS if kind in said["targets"]}
        tried, beaten, undecided = (
            sum(one[what] for one in counts.values()) for what in ("tried", "beaten", "undecided")
        )
        fits = said["format"] == FORMAT
    except OSError as error:
        raise CxkitError(f"{path}: cannot be read ({error.strerror}).") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        fits = False
    if not fits:
        raise CxkitError(
            f'{path}: is not a certificate of cxkit audit (format "{FORMAT}"). Make one with --certificate.'
        )
    if said["report_sha256"] != digest(report):
        raise CxkitError(
            f"{path}: is of another report, or this one was changed after {said['date']}. "
            "Attack it anew: leave --check out."
        )
    return (
        f"The certificate is of this report, of {said['date']}: {tried} things attacked, {beaten} known, "
        f"{undecided} undecided."
    )
