"""A scenario told as a whole: lines, their number, what they are about."""

import pytest

from funnelcraft.funnel import edits
from funnelcraft.funnel.model import Capacity, Conversion, Funnel
from funnelcraft.funnel.scenarios import (
    Account,
    account_of,
    add_scenario,
    applied,
    drop_changes,
    marks_of,
    number_sentence,
    switch_changes,
)
from funnelcraft.io.templates import template

BOOKED = "mql-sal"


@pytest.fixture
def base() -> Funnel:
    return template("lead-to-revenue")


def told(base: Funnel, other: Funnel) -> Account:
    funnel, made = add_scenario(base, "Bold", like=other)
    account = account_of(funnel, made)
    assert account is not None
    return account


def said(account: Account) -> list[str]:
    return [account.sentence(line) for line in account.lines]


def test_that_there_is_no_account_of_no_scenario(base: Funnel) -> None:
    assert account_of(base, "none") is None


def test_that_a_stage_that_goes_is_told_with_what_is_tied_to_it(base: Funnel) -> None:
    account = told(base, edits.remove(base, stages=["nurture"]))
    tied = sum("nurture" in (one.from_stage, one.to_stage) for one in base.triggers)
    assert said(account) == [f"Without Nurture, with {tied} parts tied to it"]
    assert account.number == 1
    assert len(account.lines[0].changes) == tied + 1


def test_that_dropping_or_switching_off_such_a_line_brings_all_of_it_back(base: Funnel) -> None:
    account = told(base, edits.remove(base, stages=["nurture"]))
    (line,) = account.lines
    for after in (
        drop_changes(account.base, "bold", line.changes),
        switch_changes(account.base, "bold", line.changes, off=True),
    ):
        found = applied(after, after.scenarios[0].changes)
        assert found.problems == ()
        assert found.funnel.replaced(scenarios=()) == base


def test_that_a_new_stage_is_told_with_the_ways_to_it(base: Funnel) -> None:
    other, demo = edits.add_stage(base, "Demo", (0.0, 0.0))
    other, way = edits.add_trigger(other, "mql", demo)
    account = told(base, other)
    assert said(account) == ["New: Demo, with 1 part tied to it"]
    assert marks_of(account.lines) == {("stage", demo): "added", ("trigger", way): "added"}
    assert account.words_about("trigger", way) == "New in this scenario."


def test_that_a_new_way_without_a_name_is_told_by_its_ends(base: Funnel) -> None:
    account = told(base, edits.add_trigger(base, "known", "sql")[0])
    assert said(account) == ["New: Known → SQL"]


def test_that_moves_are_told_last_in_one_line_and_do_not_count(base: Funnel) -> None:
    other = edits.move_stages(base, {"mql": (0.0, 0.0), "sal": (1.0, 1.0)})
    other = edits.change_trigger(other, BOOKED, conversion=Conversion(rate=0.7))
    account = told(base, other)
    assert said(account) == ["Meeting booked: conversion 62% → 70%", "2 stages stand elsewhere"]
    assert number_sentence(account) == "1 change"
    assert marks_of(account.lines) == {("trigger", BOOKED): "changed"}


def test_that_off_and_idle_changes_do_not_count(base: Funnel) -> None:
    wide = edits.change_stage(base, "mql", capacity=Capacity(leads_per_day=60.0))
    other = edits.change_trigger(wide, BOOKED, conversion=Conversion(rate=0.7))
    account = told(base, other)
    (capacity,) = (one for one in account.lines if one.part == "stage")
    funnel = switch_changes(account.base, "bold", capacity.changes, off=True)
    off = account_of(funnel, "bold")
    assert off is not None
    assert number_sentence(off) == "1 change, 1 off"
    assert off.words_about("stage", "mql") == ""
    moved = edits.change_trigger(funnel, BOOKED, conversion=Conversion(rate=0.7))
    idle = account_of(moved, "bold")
    assert idle is not None
    assert number_sentence(idle) == "no changes, 1 off"
    assert [one.is_idle for one in idle.lines] == [False, True]
    assert marks_of(idle.lines) == {}


def test_that_what_is_gone_can_be_drawn_beside_what_is_there(base: Funnel) -> None:
    account = told(base, edits.remove(base, stages=["nurture"], sources=[base.sources[0].id]))
    both = account.both()
    assert {one.id for one in both.stages} == {one.id for one in base.stages}
    assert {one.id for one in both.triggers} == {one.id for one in base.triggers}
    assert {one.id for one in both.sources} == {one.id for one in base.sources}
