"""Mappings kept in a document: found again, used as far as they hold, put back."""

from funnelcraft.funnel.edits import remove
from funnelcraft.funnel.mapping import Mapping, guesses, restored, with_kept, without_kept
from funnelcraft.funnel.mapping.keeping import kept_for
from funnelcraft.funnel.matches import KeptMapping, StageMatch
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.scenarios import add_scenario, applied
from tests.funnel.builders import funnel, stage, trigger

OURS = funnel(title="Ours")
OTHER = funnel(
    stages=(stage("lead"), stage("talk"), stage("deal", "won")),
    triggers=(trigger("lead", "talk"), trigger("talk", "deal")),
    sources=(),
    title="Theirs",
)
MINE = Mapping((("a", "talk"), ("won", "deal")))


def with_stage(model: Funnel, stage_id: str, term: str = "") -> Funnel:
    """Return a funnel with a stage more."""
    return model.replaced(stages=(*model.stages, Stage(id=stage_id, term=term or stage_id)))


def test_that_a_mapping_is_found_again_for_the_same_document() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    found = restored(kept, OTHER)
    assert found is not None
    assert (found.mapping.to_b, found.guesses, found.notes) == (MINE.to_b, (), ())
    assert restored(OURS, OTHER) is None


def test_that_it_holds_the_other_way_round() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    found = restored(OTHER, kept, own_is_b=True)
    assert found is not None
    assert found.mapping.to_b == {"talk": "a", "deal": "won"}
    turned = Mapping((("talk", "a"), ("deal", "won")))
    assert with_kept(OURS, OURS, OTHER, turned, own_is_b=True) == kept


def test_that_several_of_ours_in_one_of_theirs_are_kept_and_told_the_other_way_round() -> None:
    merged = Mapping((("a", "talk"), ("b", "talk")))
    kept = with_kept(OURS, OURS, OTHER, merged)
    here, there = restored(kept, OTHER), restored(OTHER, kept, own_is_b=True)
    assert here is not None
    assert there is not None
    assert here.mapping.to_b == merged.to_b
    assert here.notes == ()
    assert there.mapping.to_b == {"talk": "a"}
    assert there.notes == ("The kept mapping has these more than once; the first counts: “TALK”.",)


def test_that_another_document_of_another_title_is_not_taken_for_it() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    strange = with_stage(OTHER.replaced(title="Another"), "more")
    assert restored(kept, strange) is None
    few = OTHER.replaced(stages=OTHER.stages[:1])
    assert restored(kept, few) is None, "one of three stages says little, whatever the title"


def test_that_a_renamed_document_is_known_by_its_stages_and_a_grown_one_by_its_title() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    assert restored(kept, OTHER.replaced(title="Renamed")) is not None
    assert restored(kept, with_stage(OTHER, "more")) is not None
    spaced = with_stage(OTHER.replaced(title="  THEIRS "), "more")
    assert restored(kept, spaced) is not None


def test_that_two_documents_of_the_same_stages_are_told_apart_by_their_titles() -> None:
    twin = OTHER.replaced(title="Twin")
    other = Mapping((("b", "talk"),))
    kept = with_kept(with_kept(OURS, OURS, OTHER, MINE), OURS, twin, other)
    assert len(kept.mappings) == 2
    first, second = restored(kept, OTHER), restored(kept, twin)
    assert first is not None
    assert first.mapping.to_b == MINE.to_b
    assert second is not None
    assert second.mapping.to_b == other.to_b
    again = with_kept(kept, OURS, twin, Mapping())
    assert len(again.mappings) == 2, "it takes the place of what was kept for it"
    forgotten = without_kept(again, twin)
    left = restored(forgotten, OTHER)
    assert left is not None
    assert left.mapping.to_b == MINE.to_b
    guessed = restored(forgotten, twin)
    assert guessed is not None
    assert guessed.guesses == guesses(OURS, twin), "and it is not taken for the other one"
    alone = with_kept(OURS, OURS, OTHER, MINE)
    assert without_kept(alone, OTHER).mappings == ()


def test_that_stages_that_came_since_are_guessed_and_nothing_else_is() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    assert "b" not in MINE.to_b, "said to be nothing there"
    ours = with_stage(kept, "demo", "Demo")
    theirs = with_stage(OTHER, "show", "Demo")
    assert ("demo", "show") in [(one.a, one.b) for one in guesses(ours, theirs)]
    found = restored(ours, theirs)
    assert found is not None
    assert [(one.a, one.b) for one in found.guesses] == [("demo", "show")]
    assert found.mapping.to_b == {**MINE.to_b, "demo": "show"}
    back = restored(theirs, ours, own_is_b=True)
    assert back is not None
    assert [(one.a, one.b) for one in back.guesses] == [("show", "demo")]


def test_that_what_names_no_stage_is_left_out_and_told() -> None:
    stale = KeptMapping(
        title="Theirs",
        stage_ids=("lead", "talk", "deal"),
        pairs=(
            StageMatch(stage="a", other="talk"),
            StageMatch(stage="a", other="lead"),
            StageMatch(stage="b" * 200, other="talk"),
            StageMatch(stage="b", other="gone"),
            StageMatch(stage="won", other="deal"),
        ),
    )
    found = restored(OURS.replaced(mappings=(stale,)), OTHER)
    assert found is not None
    assert found.mapping.to_b == {"a": "talk", "won": "deal"}
    here, there, twice = found.notes
    assert here.startswith("The kept mapping names stages that are no longer here: “bbbb")
    assert len(here) < 200
    assert there == "The kept mapping names stages that the other no longer has: “gone”."
    assert twice == "The kept mapping has these more than once; the first counts: “A”."


def test_that_a_long_list_of_strange_stages_is_cut() -> None:
    strange = KeptMapping(
        title="Theirs",
        stage_ids=("lead", "talk", "deal"),
        pairs=tuple(StageMatch(stage=f"x{at}", other="talk") for at in range(20_000)),
    )
    found = restored(OURS.replaced(mappings=(strange,)), OTHER)
    assert found is not None
    assert found.notes[0].endswith("“x7”, and 19,992 more.")
    assert not set(found.mapping.to_b) - {stage.id for stage in OURS.stages}


def test_that_a_scenario_keeps_what_was_said_of_stages_it_does_not_show() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    base, name = add_scenario(kept, "Bold", with_stage(remove(kept, stages=["a"]), "new"))
    shown = applied(base, base.scenarios[0].changes).funnel
    assert name == base.scenarios[0].id
    found = restored(shown, OTHER)
    assert found is not None
    assert found.mapping.to_b == {"won": "deal"}
    assert found.notes == (), "that a scenario has no such stage is no fault of the mapping"
    edited = with_kept(base, shown, OTHER, Mapping((("new", "talk"), ("won", "deal"))))
    again = restored(shown.replaced(mappings=edited.mappings), OTHER)
    in_base = restored(edited, OTHER)
    assert again is not None
    assert again.mapping.to_b == {"new": "talk", "won": "deal"}
    assert in_base is not None
    assert in_base.mapping.to_b == MINE.to_b
    assert in_base.notes == ()


def test_that_a_removed_stage_takes_its_pairs_along() -> None:
    kept = with_kept(OURS, OURS, OTHER, MINE)
    less = remove(kept, stages=["a"])
    assert "a" not in [pair.stage for pair in less.mappings[0].pairs]
    assert remove(kept, triggers=["a-b"]).mappings is kept.mappings
    found = kept_for(less, OTHER)
    assert found is not None
    assert found.title == "Theirs"
