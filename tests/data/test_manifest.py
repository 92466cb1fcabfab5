"""The table beside the images, and the sentence for everything that can be wrong with it."""

import pytest

from hfgnn.data.manifest import read_attributes, read_manifest
from hfgnn.types import DataError


def read(folder, text, columns=("patient_id", "patient", "printed_id"), encoding="utf-8"):
    path = folder / "manifest.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_manifest(path, patient_columns=columns)


def refusal(folder, text):
    """The sentence with which a table is refused."""
    with pytest.raises(DataError) as caught:
        read(folder, text)
    return str(caught.value)


def test_the_first_patient_column_counts(tmp_path):
    text = "file,printed_id,patient\nmi/a.png,17,anna\n"
    assert read(tmp_path, text) == {"mi/a.png": "anna"}
    assert read(tmp_path, text, columns=["printed_id", "patient"]) == {"mi/a.png": "17"}


def test_files_are_named_with_forward_slashes_and_without_blanks(tmp_path):
    text = "patient,file\nanna,.\\mi\\a.png\n bert , ./mi/b.png \n,mi/c.png\ncarl,\n"
    assert read(tmp_path, text) == {"mi/a.png": "anna", "mi/b.png": "bert", "mi/c.png": ""}


def test_a_line_may_be_short(tmp_path):
    assert read(tmp_path, "file,patient\nmi/a.png\n\n") == {"mi/a.png": ""}


def test_a_manifest_may_begin_with_a_byte_order_mark(tmp_path):
    text = "file,patient\nmi/a.png,Zoë\n"
    assert read(tmp_path, text, encoding="utf-8-sig") == {"mi/a.png": "Zoë"}


def test_without_patient_columns_a_manifest_names_nobody(tmp_path):
    assert read(tmp_path, "file,label\nmi/a.png,mi\n", columns=[]) == {"mi/a.png": ""}


def test_a_manifest_may_repeat_itself(tmp_path):
    text = "file,patient\nmi/a.png,\nmi/a.png,anna\nmi/a.png,anna\nmi/a.png,\n"
    assert read(tmp_path, text) == {"mi/a.png": "anna"}


def test_a_manifest_that_gives_a_file_two_patients_is_refused(tmp_path):
    assert refusal(tmp_path, "file,patient\nmi/a.png,anna\nmi/a.png,bert\n") == (
        "manifest.csv gives mi/a.png the patients anna and bert, but a file belongs to one patient"
    )


def test_a_manifest_without_the_column_file_is_refused(tmp_path):
    assert refusal(tmp_path, "name,patient\nmi/a.png,anna\n") == (
        "manifest.csv has the columns name, patient, but it must have a column file"
    )


def test_a_manifest_without_a_patient_column_is_refused(tmp_path):
    assert refusal(tmp_path, "file,pat\nmi/a.png,anna\n") == (
        "manifest.csv has the columns file, pat, "
        "but none of data.patient_columns, patient_id, patient, printed_id"
    )


def test_a_manifest_of_semicolons_is_refused_with_a_hint(tmp_path):
    assert refusal(tmp_path, "file;patient\nmi/a.png;anna\n") == (
        "manifest.csv has the columns file;patient, but it must have a column file; "
        "separate with commas, not semicolons"
    )
    assert "semicolons" not in refusal(tmp_path, "name;x,patient\nmi/a.png,anna\n")


def test_an_empty_manifest_is_refused(tmp_path):
    assert "manifest.csv has the columns none, but it must have" in refusal(tmp_path, "")


def test_a_manifest_that_is_no_text_is_refused(tmp_path):
    sentence = refusal(tmp_path, b"file,patient\n\xff\xfe,anna\n")
    assert "manifest.csv must be a table of commas in UTF-8, but" in sentence


def test_a_manifest_with_a_cell_without_end_is_refused(tmp_path):
    sentence = refusal(tmp_path, 'file,patient\n"' + "x" * 200_000)
    assert "manifest.csv must be a table of commas in UTF-8, but" in sentence


def test_a_manifest_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "manifest.csv").mkdir()
    with pytest.raises(DataError, match=r"manifest\.csv must be a table"):
        read_manifest(tmp_path / "manifest.csv", patient_columns=["patient"])


def test_what_else_a_manifest_says_is_kept_by_column_and_file(tmp_path):
    path = tmp_path / "manifest.csv"
    path.write_text("file,patient,sex,site\n.\\mi\\a.png,anna,F,\n./mi/b.png,bert,M,leeds\n")
    assert read_attributes(path, patient_columns=["patient"]) == {
        "patient": {"mi/a.png": "anna", "mi/b.png": "bert"},
        "sex": {"mi/a.png": "F", "mi/b.png": "M"},
        "site": {"mi/b.png": "leeds"},
    }
