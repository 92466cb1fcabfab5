"""A folder of MUSIC with few patients, laid out as the publisher's."""

from collections.abc import Mapping

import pytest

from hfgnn.data.music.patients import Music

# The publisher's header, with its blanks, its spelling and its two columns "Average RR (ms)".
HEADER = (
    "Patient ID;Follow-up period from enrollment (days);days_4years;Exit of the study;"
    "Cause of death;Age;Gender (male=1);Weight (kg);Height (cm);Body Mass Index (Kg/m2);"
    "NYHA class;Diastolic blood  pressure (mmHg);Systolic blood pressure (mmHg);"
    "HF etiology - Diagnosis;Diabetes (yes=1);History of dyslipemia (yes=1);"
    "Peripheral vascular disease (yes=1);History of hypertension (yes=1);"
    "Prior Myocardial Infarction (yes=1);Prior implantable device;Prior Revascularization;"
    "Syncope;daily smoking (cigarretes/day);smoke-free time (years);cigarettes /year;"
    "alcohol consumption (standard units);Albumin (g/L);ALT or GPT (IU/L);AST or GOT (IU/L);"
    "Normalized Troponin;Total Cholesterol (mmol/L);Creatinine (µmol/L);"
    "Gamma-glutamil transpeptidase (IU/L);Glucose (mmol/L);Hemoglobin (g/L);HDL (mmol/L);"
    "Potassium (mEq/L);LDL (mmol/L);Sodium (mEq/L);Pro-BNP (ng/L);Protein (g/L);T3 (pg/dL);"
    "T4 (ng/L);Troponin (ng/mL);TSH (mIU/L);Urea (mg/dL);"
    "Signs of pulmonary venous hypertension (yes=1);Cardiothoracic ratio;"
    "Left atrial size (mm);Right ventricle contractility (altered=1);"
    "Right ventricle end-diastolic diameter (mm);LVEF (%);Mitral valve insufficiency ;"
    "Mitral flow pattern;Left ventricular posterior wall thickness (mm);Septal thickness (mm);"
    "Left ventricle end-diastolic diameter (mm);Left ventricle end-systolic diameter (mm);"
    "Hig-resolution ECG available;ECG rhythm ;Q-waves (necrosis, yes=1);PR interval (ms);"
    "QRS duration (ms);QRS > 120 ms ;QT interval (ms);QT corrected ;Average RR (ms) ;"
    "Left ventricular hypertrophy (yes=1);Intraventricular conduction disorder;"
    "Holter available;Holter onset (hh:mm:ss);Holter  rhythm ;minimum RR (ms) ;"
    "Average RR (ms);maximum RR (ms);RR range (ms);"
    "Number of ventricular premature beats in 24h;Extrasystole couplets ;"
    "Ventricular Extrasystole;Ventricular Tachycardia;"
    "Number of ventricular premature contractions per hour;"
    "Non-sustained ventricular tachycardia (CH>10);"
    "Number of supraventricular premature beats in 24h;"
    "Paroxysmal supraventricular tachyarrhythmia;Longest RR pause (ms);Bradycardia;SDNN (ms);"
    "SDANN (ms);RMSSD (ms);pNN50 (%);Calcium channel blocker (yes=1);"
    "Diabetes medication (yes=1);Amiodarone (yes=1);Angiotensin-II receptor blocker (yes=1);"
    "Anticoagulants/antitrombotics  (yes=1);Betablockers (yes=1);Digoxin (yes=1);"
    "Loop diuretics (yes=1);Spironolactone (yes=1);Statins (yes=1);Hidralazina (yes=1);"
    "ACE inhibitor (yes=1);Nitrovasodilator (yes=1)"
)

USUAL = {
    "Follow-up period from enrollment (days)": "1800", "days_4years": "1460",
    "Cause of death": "0", "Age": "61", "Gender (male=1)": "1", "NYHA class": "2",
    "Systolic blood pressure (mmHg)": "120", "LVEF (%)": "35", "Pro-BNP (ng/L)": "800",
    "HF etiology - Diagnosis": "2", "Body Mass Index (Kg/m2)": "31,2",
    "Average RR (ms) ": "800", "Average RR (ms)": "900", "Creatinine (µmol/L)": "106",
    "Holter onset (hh:mm:ss)": "'11:38:43'", "Mitral flow pattern": "9",
    "Number of ventricular premature contractions per hour": "1,479,583,333",
}  # fmt: skip
"""Everything else is 1, a code and a number in every column."""

DIED = {
    "Follow-up period from enrollment (days)": "300",
    "Exit of the study": "3",
    "Cause of death": "3",
}
SURVIVED = {"Exit of the study": ""}


def table_of(*patients: Mapping[str, str], separator: str = ";") -> str:
    """The publisher's file with these patients, P0001, P0002, ..."""
    lines = [HEADER]
    for number, cells in enumerate(patients, start=1):
        # Weight tells the patients apart, who would be copies of each other.
        own = {"Patient ID": f"P{number:04d}", "Weight (kg)": str(60 + number)} | dict(cells)
        told = USUAL | {"Exit of the study": ""} | own
        lines.append(";".join(told.get(name, "1") for name in HEADER.split(";")))
    return "\n".join(lines).replace(";", separator) + "\n"


@pytest.fixture
def music(tmp_path):
    """Settings as of conf/data/music.yaml, on a table of these patients beside one of each end."""

    def settings(*patients, text=None, ends=True, encoding="latin-1", **changed):
        both = (SURVIVED, DIED) if ends else ()
        text = table_of(*both, *patients) if text is None else text
        (tmp_path / "subject-info.csv").write_text(text, encoding=encoding)
        usual = {
            "target": "death", "horizon_days": 1460, "censored": "left_out", "also": [],
        }  # fmt: skip
        return Music(root=str(tmp_path), **usual | changed)

    return settings


@pytest.fixture
def read(music):
    """The cohort of these patients, beside a survivor P0001 and one who died, P0002."""

    def cohort(*patients, **changed):
        return music(*patients, **changed).read(lambda items, /, **_: items)

    return cohort
