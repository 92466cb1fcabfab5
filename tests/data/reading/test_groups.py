"""Who is one patient: by name, by exact copies, and by copies saved anew."""

from PIL import Image

from tests.data.reading.conftest import cluster_of, copy, draw, read


def test_pages_of_one_patient_are_one_group(make):
    patients = ["anna", "bert", "anna", None]
    pages = [make(f"mi/{row}.png", draw(row), patient_id=who) for row, who in enumerate(patients)]
    records, _ = read(pages)
    assert records.group.tolist() == [0, 1, 0, 2]
    assert records.patient_id.tolist() == ["anna", "bert", "anna", cluster_of(pages[3])]


def test_exact_copies_are_one_cluster(make):
    first = make("mi/a.png", draw(0))
    other = make("mi/0.png", draw(1))
    records, _ = read([first, copy(first, "normal/b.png"), other])
    assert records.group.tolist() == [0, 0, 1]
    assert records.patient_id.tolist() == [cluster_of(first)] * 2 + [cluster_of(other)]


def test_a_cluster_is_named_after_its_smallest_content_whatever_the_order(make):
    picture = draw(0)
    pages = [make(f"mi/{quality}.jpg", picture, quality=quality) for quality in (40, 60, 90)]
    for order in (pages, pages[::-1]):
        assert set(read(order)[0].patient_id.tolist()) == {cluster_of(*pages)}


def test_a_file_more_changes_no_other_cluster(make):
    pages = [make(f"mi/{seed}.png", draw(seed)) for seed in range(3)]
    before = read(pages)[0].patient_id.tolist()
    after = read([make("mi/+.png", draw(3)), *pages])[0].patient_id.tolist()
    assert after[1:] == before
    assert len(set(after)) == 4


def test_recompressed_and_rescaled_pages_are_one_cluster(make):
    picture = draw(0, 1200, 900)
    pages = [
        make("mi/a.png", picture),
        make("mi/b.jpg", picture, quality=40),
        make("mi/c.png", picture.resize((720, 540), Image.Resampling.LANCZOS)),
        make("mi/d.png", draw(1, 1200, 900)),
    ]
    records, _ = read(pages)
    assert records.group.tolist() == [0, 0, 0, 1]
    assert len(set(records.content_hash)) == 4
    assert read(pages, near_duplicate_bits=1024)[0].group.tolist() == [0, 0, 0, 0]


def test_the_crop_does_not_change_the_hash(make):
    page = make("mi/a.png", draw(0))
    cropped, _ = read([page], crop=(0.1, 0.2, 0.9, 0.8))
    assert cropped.perceptual_hash[0] == read([page])[0].perceptual_hash[0]


def test_a_copy_without_patient_keeps_a_cluster_name_and_joins_the_group(make):
    first = make("mi/a.png", draw(0), patient_id="anna")
    records, _ = read([first, copy(first, "mi/b.png")])
    assert records.patient_id.tolist() == ["anna", cluster_of(first)]
    assert records.group.tolist() == [0, 0]


def test_a_duplicate_ties_all_pages_of_two_patients(make):
    first = make("mi/a.png", draw(0), patient_id="anna")
    pages = [
        make("mi/z.png", draw(1), patient_id="bert"),
        make("mi/y.png", draw(2), patient_id="carl"),
        first,
        copy(first, "mi/b.png", patient_id="bert"),
        make("mi/x.png", draw(3), patient_id="anna"),
    ]
    assert read(pages)[0].group.tolist() == [0, 1, 0, 0, 0]
