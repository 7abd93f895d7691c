"""Hostile and odd documents: each has one expected answer."""

import os
from pathlib import Path

import pytest

from funnelcraft.funnel.checks import check, errors
from funnelcraft.io.project_file import FileProblem, Opened, parse, read

HEAD = b'{"format":"funnelcraft","version":1,"start":"2027-01-01"'
NOT = b'{"not":'
CONDITION = b'{"field":"a","op":"="}'


def document(more: str) -> bytes:
    return HEAD + b"," + more.encode() + b"}"


def trigger(more: str) -> bytes:
    """A document whose stages a and b are joined by a trigger."""
    return document(
        '"stages":[{"id":"a","term":"A"},{"id":"b","term":"B"}],'
        f'"triggers":[{{"id":"t","from":"a","to":"b",{more}}}]'
    )


def rule(text: bytes) -> bytes:
    return trigger('"rule":@').replace(b"@", text)


REFUSED = {
    "1 empty": (b"", "the file is empty"),
    "1 blank": (b" \n\n", "the file is empty"),
    "2 cut in a text": (HEAD + b',"title":"ab', "ends too early: what begins at line 1, column 66"),
    "2 cut after a comma": (HEAD + b",", "ends too early"),
    "2 cut before the end": (HEAD, "ends too early"),
    "3 nested arrays": (b"[" * 100_000, "nested more than 64 deep at line 1, column 65"),
    "4 many objects": (b"{}" * 7_500_000, "more than 150,000 objects"),
    "4 many numbers for stages of a mapping": (
        document('"mappings":[{"stage_ids":[' + "7," * 20_000 + "7]}]"),
        "mappings[0] › stage_ids[0] must be a text",
    ),
    "4 many texts for pairs": (
        document('"mappings":[{"pairs":[' + '"a",' * 20_000 + '"a"]}]'),
        "mappings[0] › pairs[0] must be an object",
    ),
    "16 a number for a stage": (
        document('"mappings":[{"pairs":[{"stage":1}]}]'),
        "mappings[0] › pairs[0] › stage must be a text",
    ),
    "4 many empty stages": (
        document('"stages":[' + "{}," * 9 + "{}]"),
        "stages[0] › id is missing",
    ),
    "6 NaN": (document('"notes":NaN'), "notes is NaN, which is not a usable number"),
    "6 -Infinity": (document('"x":[0,-Infinity]'), "x[1] is -Infinity"),
    "7 1e400": (trigger('"conversion":{"rate":1e400}'), "conversion › rate is 1e400"),
    "8 5,000 digits": (document('"x":' + "7" * 5000), "x is 7777"),
    "9 400 digits": (document('"x":{"y":' + "7" * 400 + "}"), "x › y is 7777"),
    "10 duplicate keys": (document('"x":{"a":1,"b":2,"a":3}'), "the name “a” stands twice in x"),
    "10 at the top": (document('"start":"2027-01-02"'), "“start” stands twice in the document"),
    "14 invalid UTF-8": (document('"title":"@"').replace(b"@", b"\xff"), "damaged at byte 66"),
    "15 trailing garbage": (HEAD + b"}\nx", "more text after the end of the document, at line 2"),
    "16 true": (
        trigger('"conversion":{"rate":true}'),
        "triggers[0] › conversion › rate must be a number, not true",
    ),
    "16 text": (
        trigger('"velocity":{"kind":"fixed","mean_days":"5"}'),
        "triggers[0] › velocity › mean_days must be a number, not the text “5”",
    ),
    "16 fraction": (
        trigger('"conversion":{"rate":0.5,"moved":1.5}'),
        "moved must be a whole number",
    ),
    "24 newer": (
        HEAD.replace(b":1,", b":7,") + b"}",
        "the document is of version 7, this program reads up to version 1",
    ),
    "24 true": (HEAD.replace(b":1,", b":true,") + b"}", "version must be a whole number"),
    "28 long name": (
        document('"segments":[{"id":"a","name":"' + "x" * 10_000_000 + '"}]'),
        "segments[0] › name is longer than 10,000 characters",
    ),
    "32 operator": (rule(b'{"field":"a","op":"~"}'), "triggers[0] › rule › op must be one of"),
    "32 no rule": (rule(b'{"all":[{"x":1}]}'), "triggers[0] › rule › all[0] is no rule"),
    "33 many conditions": (
        rule(b'{"all":[' + (CONDITION + b",") * 49_999 + CONDITION + b"]}"),
        "triggers[0] › rule › all has more than 10,000 entries",
    ),
    "33 some conditions": (
        rule(b'{"all":[' + (CONDITION + b",") * 1_000 + CONDITION + b"]}"),
        "triggers[0] › rule has more than 1,000 conditions",
    ),
    "34 depth 1,000": (rule(NOT * 1000 + CONDITION + b"}" * 1000), "nested more than 64 deep"),
    "34 depth 33": (rule(NOT * 33 + CONDITION + b"}" * 33), "rule is nested more than 32 deep"),
    "not ours": (b'{"format":"other"}', "not a Funnelcraft document"),
    "a number": (b"7", "not a Funnelcraft document"),
    "no start": (b'{"format":"funnelcraft","version":1}', "start is missing"),
    "many wrong ages": (
        document('"opening":[{"stage":"a","ages_days":[' + '"",' * 1_000_000 + '""]}]'),
        "opening[0] › ages_days[0] must be a number",
    ),
    "a bare word": (HEAD + b',"x":yes}', "a value is expected at line 1, column 62"),
    "no comma": (HEAD + b' "x":1}', "is missing at line 1, column 58"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_that_a_hostile_document_is_refused_with_one_sentence_and_the_place(
    data: bytes, said: str
) -> None:
    with pytest.raises(FileProblem) as caught:
        parse(data, "plan.funnel")
    message = str(caught.value)
    assert message.startswith("plan.funnel: ")
    assert said in message
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 300


OPENED = {
    "11 lone surrogate": (document('"title":"a\\ud800b"'), "title held half a character", True),
    "12 NUL": (document('"title":"a\\u0000"'), "title holds control characters", False),
    "12 raw control": (document('"title":"a\x01"'), "title holds control characters", False),
    "18 double id": (
        document('"stages":[{"id":"a","term":"A"},{"id":"a","term":"B"}]'),
        "stages[1] has the id “a” of another; it is now “a-2”",
        True,
    ),
    "18 dangling stage": (
        document('"sources":[{"id":"s","name":"S","into":"x","volume":{"leads_per_month":1}}]'),
        "sources[0] names the stage “x”, which was missing",
        True,
    ),
    "18 dangling owner": (
        document('"stages":[{"id":"a","term":"A","owner":"boss"}]'),
        "stages[0] names the owner “boss”",
        True,
    ),
    "21 NaN position": (
        document('"stages":[{"id":"a","term":"A","position":[NaN,3]}]'),
        "stages[0] › position was off every canvas",
        True,
    ),
    "21 far position": (
        document('"stages":[{"id":"a","term":"A","position":[0,1e308]}]'),
        "stages[0] › position was off every canvas",
        True,
    ),
    "25 unknown kind": (
        trigger('"kind":"teleport"'),
        "triggers[0] › kind is “teleport”, which this version does not know",
        False,
    ),
    "25 unknown time": (
        trigger('"velocity":{"kind":"cauchy","scale":3}'),
        "triggers[0] › velocity › kind is “cauchy”",
        False,
    ),
    "29 bidi": (document('"title":"a\u202eb"'), "turn the reading direction", False),
}


@pytest.mark.parametrize(("data", "said", "mended"), OPENED.values(), ids=OPENED.keys())
def test_that_an_odd_document_opens_with_a_warning(data: bytes, said: str, mended: bool) -> None:
    opened = parse(data)
    assert any(said in warning for warning in opened.warnings)
    assert opened.repaired is mended


@pytest.mark.parametrize("rate", ["1.4", "-0.1"])
def test_that_an_impossible_rate_opens_and_the_checks_refuse_its_run(rate: str) -> None:
    opened = parse(trigger(f'"conversion":{{"rate":{rate}}}'))
    assert opened.warnings == ()
    assert "rate-out-of-range" in {finding.code for finding in errors(check(opened.funnel))}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_that_marked_and_wide_encodings_open(encoding: str) -> None:
    text = document('"title":"Zürich €"').decode()
    assert parse(text.encode(encoding)).funnel.title == "Zürich €"


def test_that_images_and_links_in_texts_stay_text() -> None:
    title = '<img src="file:///etc/passwd"> //host/share data:text/html,x'
    opened = parse(
        document(
            f'"title":{title!r}'.replace("'", "@")
            .replace('"', '\\"')
            .replace('\\"title\\"', '"title"')
            .replace("@", '"')
        )
    )
    assert opened.funnel.title == title
    assert opened.warnings == ()


def test_that_large_integers_and_unknown_keys_stay_exact() -> None:
    opened = parse(document('"x":{"n":4611686018427387905},"drift":{"volume_per_month":0,"y":[1]}'))
    assert opened.funnel.model_extra == {"x": {"n": 4611686018427387905}}
    assert opened.funnel.drift.model_extra == {"y": [1]}


def test_that_a_hundred_thousand_stages_open() -> None:
    stages = ",".join(f'{{"id":"s{i}","term":"S"}}' for i in range(100_000))
    assert len(parse(document(f'"stages":[{stages}]')).funnel.stages) == 100_000


def test_that_repairing_is_lossless() -> None:
    opened = parse(trigger('"to_segment":"x"').replace(b'"to":"b"', b'"to":"gone"'))
    assert [stage.id for stage in opened.funnel.stages] == ["a", "b", "gone"]
    assert opened.funnel.triggers[0].to_stage == "gone"
    assert len(opened.warnings) == 2


def test_that_folders_pipes_devices_and_large_files_are_refused_unread(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.funnel"
    os.mkfifo(pipe)
    large = tmp_path / "large.funnel"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    for path, said in (
        (tmp_path, "this is a folder"),
        (pipe, "a device or a pipe"),
        (Path("/dev/zero"), "a device or a pipe"),
        (large, "larger than 50 MB"),
        (tmp_path / "none", "there is no such file"),
        (Path("a\0b"), "not a file's name"),
    ):
        with pytest.raises(FileProblem, match=said):
            read(path)


def test_that_the_backup_of_a_broken_file_is_offered_and_a_pickle_is_not(tmp_path: Path) -> None:
    broken = tmp_path / "plan.funnel"
    broken.write_bytes(HEAD)
    (tmp_path / "plan.funnel.pickle").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    with pytest.raises(FileProblem, match=r"ends too early[^.]*\.$"):
        read(broken)
    (tmp_path / "plan.funnel.bak").write_bytes(HEAD + b"}")
    with pytest.raises(FileProblem, match=r"beside it: plan\.funnel\.bak\.$"):
        read(broken)


def test_that_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "a.funnel"
    path.write_bytes(HEAD + b"}")
    opened = read(path)
    assert isinstance(opened, Opened)
    assert opened.sha256 == hashlib.sha256(HEAD + b"}").hexdigest()
