"""Only look for what is wrong: in a folder of images, in a table, or in a finished run."""

from pathlib import Path

from hfgnn.audits.audited import Audited, make_probe
from hfgnn.audits.columns import find_columns
from hfgnn.audits.probe import Probe
from hfgnn.audits.repeated_rows import find_repeated_rows
from hfgnn.audits.runs import audit_run
from hfgnn.audits.table import Table
from hfgnn.config.audit import Audit, FailOn
from hfgnn.config.build import build
from hfgnn.config.data import Pages
from hfgnn.data.alike import alike
from hfgnn.data.reading import exact_copies
from hfgnn.data.tables.measured import measured_of
from hfgnn.data.tables.tabular import Tabular
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.reports.audit_report import AuditReport, print_audit, write_audit
from hfgnn.reports.progress import progress
from hfgnn.reports.run_files import read_json, read_predictions, read_splits
from hfgnn.tasks.prepared import clinical_source
from hfgnn.tasks.suspicions import audit_pages
from hfgnn.types import Cohort, DataError, Finding, Severity

UNUSED = "lines that are not used"


def run(settings: Audit, folder: Path, settings_text: str) -> float:
    """Read, look, write and show the findings.

    Args:
        settings: checked.
        folder: for metrics.json, findings.csv and report.html.
        settings_text: the settings as yaml, for the report.

    Returns:
        The number of leaks.

    Raises:
        DataError: what cannot be read; or there are findings of which the settings say that the
            audit fails. Its files are then written.
    """
    probe = make_probe(settings.probe, settings.seed)
    if settings.run is not None:
        report = of_run(Path(settings.run), probe)
    elif isinstance(settings.data, Pages):
        report = of_images(settings, probe)
    else:
        report = of_table(settings, probe)
    write_audit(report, folder, settings_text)
    print_audit(report, folder)
    refuse(report.audited, settings.audit.fail_on)
    return float(len(report.audited.at_least(Severity.leak)))


def of_images(settings: Audit, probe: Probe) -> AuditReport:
    """The audit of a folder with one folder per class, or of simulated pages."""
    cohort: Cohort = build(settings.data).read(progress)
    near = alike(cohort.records, bits=settings.data.near_duplicate_bits, progress=progress)
    audited = audit_pages(cohort, near, probe=probe, progress=progress)
    audited += Audited(columns_of(settings, cohort, probe))
    return AuditReport(cohort.source, cohort.stamps, audited)


def columns_of(settings: Audit, cohort: Cohort, probe: Probe) -> tuple[Finding, ...]:
    """What single clinical numbers of the pages' patients tell, where there are such."""
    keep, _ = exact_copies(cohort.records)
    records = cohort.records.take(keep)
    clinical: ClinicalNumbers = clinical_source(settings.clinical, cohort).numbers(
        records, seed=settings.seed, per_row=False
    )
    if not clinical.columns:
        return ()
    table = Table(clinical.values, clinical.columns, records.label, records.group)
    return find_columns(table, limit=settings.probe.column_auroc, probe=probe)


def of_table(settings: Audit, probe: Probe) -> AuditReport:
    """The audit of a table of measurements, columns of one value among them.

    Raises:
        DataError: what the settings name holds no measurements.
    """
    source = build(settings.data)
    cohort = source.whole() if isinstance(source, Tabular) else source.read(progress)
    if not isinstance(cohort, Cohort):
        raise DataError("data are heartbeats, but an audit looks at pages, tables or a run")
    measured = measured_of(cohort)
    table = Table(measured.values, measured.columns, measured.label, measured.group)
    findings = (
        *find_columns(table, limit=settings.probe.column_auroc, probe=probe),
        *columns_of(settings, cohort, probe),
        *find_repeated_rows(table, row_id=measured.record_id),
        *unused(cohort),
    )
    whole = probe.measure(
        table.values, table.label, table.group, name="all columns", target="the label"
    )
    return AuditReport(
        measured.source, cohort.stamps, Audited(findings, () if whole is None else (whole,))
    )


def unused(cohort: Cohort) -> tuple[Finding, ...]:
    """The lines that could not be read, where there are such."""
    if not cohort.refused:
        return ()
    first = cohort.refused[0]
    return (
        Finding(
            UNUSED,
            Severity.note,
            f"{len(cohort.refused)} lines are not used, the first, {first.file}, since "
            f"{first.reason}",
            where=tuple(one.file for one in cohort.refused),
            evidence=(),
            advice="find out whether lines without an outcome are those of particular patients",
        ),
    )


def of_run(run_folder: Path, probe: Probe) -> AuditReport:
    """The audit of a finished run, from its files."""
    metrics = read_json(run_folder / "metrics.json")
    if metrics.get("task") not in ("patients", "tabular"):
        raise DataError(
            f"run is {str(run_folder)!r}, a run of task={metrics.get('task')}, but only "
            "runs of task=patients or tabular can be audited"
        )
    audited = audit_run(
        metrics,
        read_json(run_folder / "run.json"),
        splits=read_splits(run_folder),
        predictions=read_predictions(run_folder),
        probe=probe,
    )
    source = f"the run {run_folder.name}, {metrics['protocol']['name']} protocol"
    return AuditReport(source, tuple(metrics["stamps"]), audited)


def refuse(audited: Audited, fail_on: FailOn) -> None:
    """Raise if there is a finding that must not be.

    Raises:
        DataError: there is one.
    """
    if fail_on is FailOn.never:
        return
    found = audited.at_least(Severity(fail_on.value))
    if found:
        names = ", ".join(dict.fromkeys(one.name for one in found))
        raise DataError(f"audit.fail_on is {fail_on.value!r}, and {len(found)} found: {names}")
