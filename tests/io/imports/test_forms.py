"""Exports of the systems there are: recognised by their headings, and read as they are meant."""

import gzip
from datetime import datetime
from pathlib import Path

import pytest

from funnelcraft.io.imports import (
    DateOrder,
    Form,
    Kind,
    Mapping,
    Role,
    Settles,
    Sureness,
    propose,
    read,
)
from tests.io.imports.helpers import as_proposed, balanced, stages, ways, written

HUBSPOT = '''\
Record ID,Deal Name,Amount,"Date entered ""Appointment (Sales)""",\
"Date exited ""Appointment (Sales)""","Date entered ""Contract sent (Sales)""",\
"Date entered ""Closed won (Sales)""","Cumulative time in ""Appointment (Sales)""",Deal owner
1,Blue,1000,2024-01-05 09:30,2024-01-09 10:00,2024-01-09 10:00,2024-02-01 08:00,345600000,Ann
2,Red,,2024-01-06 11:00,2024-01-02 11:00,,,,Bob
3,Grey,500,,,soon,2024-03-01 08:00,,Bob
4,Void,500,,,,,,Ann
'''


def test_that_hubspots_dates_of_stages_are_read(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, deals_csv=HUBSPOT))
    (file,) = proposal.mapping.files
    assert (file.form, proposal.files[0].sureness) == (Form.DATES, Sureness.SURE)
    assert list(file.stage_columns.values()) == ["Appointment", "Contract sent", "Closed won"]
    assert list(file.exit_columns.values()) == ["Appointment"]
    assert ways(log) == [
        ["Appointment 2024-01-05", "Contract sent 2024-01-09", "Closed won 2024-02-01"],
        ["Appointment 2024-01-06"],
        ["Closed won 2024-03-01"],
    ]
    assert log.dropped == {"no date": 1}
    assert log.repaired == {
        "unreadable date in a column, that stage left out": 1,
        "left before it was entered, the exit ignored": 1,
    }
    assert any("loops, are lost" in note for note in log.notes)
    assert [log.owner.names[i] for i in log.owner.code] == ["Ann", "Bob", "Bob"]
    assert log.history.value[0] == 1000
    assert balanced(log)


@pytest.mark.parametrize(
    "headings",
    [
        "hs_object_id,hs_v2_date_entered_lead,hs_v2_date_entered_salesqualifiedlead",
        "hs_object_id,hs_date_entered_lead,hs_date_entered_salesqualifiedlead",
        "Record ID - Contact,Became a lead date,Became a salesqualifiedlead date",
        "vid,hs_lifecyclestage_lead_date,hs_lifecyclestage_salesqualifiedlead_date",
        "hs_object_id,hs_v2_date_entered_lead_193840,hs_v2_date_entered_salesqualifiedlead_193841",
    ],
)
def test_that_hubspots_internal_names_are_known(headings: str, tmp_path: Path) -> None:
    text = f"{headings}\n7,2024-01-05T09:30:00.000Z,1707004800000\n"
    _proposal, log = as_proposed(written(tmp_path, contacts_csv=text))
    assert ways(log) == [["lead 2024-01-05", "salesqualifiedlead 2024-02-04"]]


def test_that_dates_of_one_day_are_in_the_order_most_leads_take(tmp_path: Path) -> None:
    """Exports sort their columns by name."""
    text = "Record ID,Date entered Customer,Date entered Lead,Date entered MQL\n" + "".join(
        f"{i},2024-03-{i:02},2024-01-{i:02},2024-02-{i:02}\n" for i in range(1, 9)
    )
    _proposal, log = as_proposed(written(tmp_path, x_csv=f"{text}9,{'2024-01-05,' * 3}".strip(",")))
    assert stages(log)[-1] == ["Lead", "MQL", "Customer"]


def test_that_of_two_kinds_of_dates_one_is_taken(tmp_path: Path) -> None:
    """Records of HubSpot tell the same by several properties."""
    text = (
        "hs_object_id,hs_v2_date_entered_lead,hs_v2_date_entered_customer,"
        "hs_v2_date_entered_current_stage,hs_lifecyclestage_lead_date\n"
        "1,2024-01-05,2024-02-05,2024-02-05,2024-01-06\n"
    )
    _proposal, log = as_proposed(written(tmp_path, contacts_csv=text))
    assert ways(log) == [["lead 2024-01-05", "customer 2024-02-05"]]


OPPORTUNITIES = """\
OpportunityId,StageName,Amount,ExpectedRevenue,CloseDate,Probability,ForecastCategory,CreatedById,\
CreatedDate,SystemModstamp
006A000001abcde,Prospecting,1000,100,2024-06-30,10,Pipeline,u1,2024-01-10T09:00:00.000Z,x
006A000001abcde,Prospecting,1500,150,2024-06-30,10,Pipeline,u1,2024-01-12T09:00:00.000Z,x
006A000001abcde,Negotiation,1500,900,2024-06-30,60,BestCase,u2,2024-02-01T09:00:00.000Z,x
006A000001abcde,Prospecting,1500,150,2024-07-30,10,Pipeline,u2,2024-02-03T09:00:00.000Z,x
006A000001abcde,Closed Won,1400,1400,2024-03-01,100,Closed,u2,2024-03-01T09:00:00.000Z,x
006A000001abcdf,Prospecting,,,2024-07-30,10,Pipeline,u1,2024-01-20T09:00:00.000Z,x
"""
CONVERTED = """\
Id,CreatedDate,Status,LeadSource,IsConverted,ConvertedOpportunityId
00QA000001lead1AAA,2024-01-02T08:00:00.000Z,Qualified,Web,true,006A000001abcdeXYZ
00QA000001lead2AAA,2024-01-03T08:00:00.000Z,Open,Fair,false,
"""
LEAD_HISTORY = """\
LeadId,Field,OldValue,NewValue,CreatedDate,CreatedById
00QA000001lead1AAA,created,,,2024-01-02T08:00:00.000Z,u1
00QA000001lead1AAA,Status,Open,Working,2024-01-04T08:00:00.000Z,u1
00QA000001lead1AAA,Company,Acme,Acme Inc,2024-01-05T08:00:00.000Z,u1
00QA000001lead1AAA,Status,Working,Qualified,2024-01-09T08:00:00.000Z,u1
00QA000001lead2AAA,Owner,u1,u2,2024-01-04T08:00:00.000Z,u1
"""


def test_that_salesforces_repeats_of_a_stage_are_collapsed(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, history_csv=OPPORTUNITIES))
    assert proposal.mapping.files[0].form is Form.STAGE_HISTORY
    assert ways(log) == [
        [
            "Prospecting 2024-01-10",
            "Negotiation 2024-02-01",
            "Prospecting 2024-02-03",
            "Closed Won 2024-03-01",
        ],
        ["Prospecting 2024-01-20"],
    ]
    assert log.dropped == {"stage unchanged": 1}
    assert log.history.value[0] == 1400
    assert balanced(log)


def test_that_a_history_of_fields_tells_the_stage_a_lead_began_in(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, history_csv=LEAD_HISTORY))
    assert proposal.mapping.files[0].form is Form.FIELD_HISTORY
    assert ways(log) == [["Open 2024-01-02", "Working 2024-01-04", "Qualified 2024-01-09"]]
    assert log.dropped == {"no change of a stage": 2}
    assert balanced(log)


def test_that_leads_are_joined_to_their_deals_by_the_converted_opportunity(tmp_path: Path) -> None:
    """Ids of 15 and of 18 signs are the same; a lead that never changed began like the rest."""
    written(
        tmp_path,
        leads_csv=CONVERTED,
        lead_history_csv=LEAD_HISTORY,
        opportunities_csv=OPPORTUNITIES,
    )
    proposal, log = as_proposed([tmp_path])
    assert [file.form for file in proposal.mapping.files] == [
        Form.LEADS,
        Form.FIELD_HISTORY,
        Form.STAGE_HISTORY,
    ]
    assert stages(log) == [
        [
            *("Open", "Working", "Qualified"),
            *("Prospecting", "Negotiation", "Prospecting", "Closed Won"),
        ],
        ["Open"],
        ["Prospecting"],
    ]
    assert [log.source.names[i] if i >= 0 else "" for i in log.source.code] == ["Web", "Fair", ""]
    assert any("1 opportunity came from no lead" in note for note in log.notes)
    assert balanced(log)


MARKETO = '''\
marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,\
primaryAttributeValue,attributes
1,7,2024-01-05T10:00:00Z,101,1,3,Model,"{""Old Stage"":""Known"",""New Stage"":""Engaged""}"
2,7,2024-01-05T11:00:00Z,1,1,3,page.html,"{""Query"":""x""}"
3,7,2024-02-05T10:00:00Z,102,1,3,Model,"{""New Stage ID"":12,""New Stage"":""MQL""}"
4,8,2024-02-05T10:00:00Z,101,1,3,Model,"{""Old Stage"":""Known"""
5,8,2024-02-06T10:00:00Z,101,1,3,Model,"{""New Stage ID"":12}"
'''


def test_that_marketos_changes_of_a_revenue_stage_are_read(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, activities_csv=MARKETO))
    assert proposal.mapping.files[0].form is Form.MARKETO
    assert ways(log) == [["Engaged 2024-01-05", "MQL 2024-02-05"], ["12 2024-02-06"]]
    assert log.dropped == {"no change of a stage": 1, "details without a stage": 1}
    assert balanced(log)


def test_that_halves_of_characters_in_json_are_replaced(tmp_path: Path) -> None:
    text = MARKETO.replace('""New Stage"":""MQL""', '""New Stage"":""M\\ud800L""')
    _proposal, log = as_proposed(written(tmp_path, activities_csv=text))
    assert log.history.stages == ("Engaged", "M?L", "12")


PARDOT = """\
id,prospectId,previousStageId,nextStageId,secondsElapsed,createdAt
1,55,1,2,86400,2024-01-05T10:00:00Z
2,55,2,3,172800,2024-01-07T10:00:00Z
3,56,1,2,-5,2024-01-05T10:00:00Z
"""


def test_that_pardots_seconds_tell_when_the_first_stage_began(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, lifecycle_csv=PARDOT))
    assert proposal.mapping.files[0].form is Form.PARDOT
    assert ways(log) == [["1 2024-01-04", "2 2024-01-05", "3 2024-01-07"], ["2 2024-01-05"]]
    assert log.repaired == {"a negative time in the stage before, ignored": 1}
    assert balanced(log)


PIPEDRIVE = """\
Deal - ID;Deal - Title;Deal - Stage;Deal - Status;Deal - Owner;Deal - Value;Deal - Deal created;\
Deal - Last stage change;Deal - Won time;Deal - Lost time
1;A;Proposal;Won;Ann;1.234,50;2024-01-03 10:00:00;2024-01-20 09:00:00;2024-02-01 12:00:00;
2;B;Demo;Open;Bob;99,90;2024-01-04 10:00:00;2024-01-09 09:00:00;;
3;C;Demo;Lost;Bob;;2024-01-05 10:00:00;2024-01-06 09:00:00;;2024-01-30 12:00:00
"""


def test_that_pipedrives_deals_are_read_with_their_decimal_comma(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, deals_csv=PIPEDRIVE))
    assert ways(log) == [
        ["Deal created 2024-01-03", "Proposal 2024-01-20", "Won 2024-02-01"],
        ["Deal created 2024-01-04", "Demo 2024-01-09"],
        ["Deal created 2024-01-05", "Demo 2024-01-06", "Lost 2024-01-30"],
    ]
    assert log.history.value[:2].tolist() == [1234.5, 99.9]
    assert "not the stages between" in " ".join(proposal.files[0].notes)
    assert {one.name: one.outcome for one in proposal.stages}["Lost"] == "lost"
    assert balanced(log)


XES = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <trace>
    <string key="concept:name" value="case 1"/>
    <string key="segment" value="SMB"/>
    <event>
      <string key="concept:name" value="MQL"/>
      <date key="time:timestamp" value="2024-01-05T10:00:00.000+01:00"/>
      <string key="org:resource" value="Ann"><string key="nested" value="no"/></string>
    </event>
    <event>
      <string key="concept:name" value="Won"/>
      <date key="time:timestamp" value="2024-02-05T10:00:00.000+01:00"/>
    </event>
  </trace>
</log>
"""


@pytest.mark.parametrize("packed", [False, True])
def test_that_xes_logs_are_read(packed: bool, tmp_path: Path) -> None:
    content = gzip.compress(XES.encode()) if packed else XES.encode()
    proposal, log = as_proposed(written(tmp_path, log_xes=content))
    assert proposal.mapping.files[0].kind is Kind.XES
    assert proposal.files[0].lines == (11, 15)
    assert ways(log) == [["MQL 2024-01-05", "Won 2024-02-05"]]
    assert log.history.segments == ("SMB",)
    assert log.owner.names == ("Ann",)
    assert balanced(log)


def workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    cover = book.active
    cover.title = "Read me"
    cover.append(["Exported by the CRM", None, "x"])
    sheet = book.create_sheet("Log")
    sheet.append(["case", "activity", "when", "value"])
    sheet.append([1, "MQL", datetime(2024, 1, 5, 9, 30), None])
    sheet.append([1, "Won", datetime(2024, 2, 5), 1234.5])
    sheet.append([])
    sheet.append([2, "MQL", "2024-01-31", 7])
    book.save(path)


def test_that_the_sheet_with_the_log_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    workbook(path)
    proposal, log = as_proposed([path])
    assert (proposal.mapping.files[0].sheet, proposal.files[0].sheets) == (
        "Log",
        ("Read me", "Log"),
    )
    assert ways(log) == [["MQL 2024-01-05", "Won 2024-02-05"], ["MQL 2024-01-31"]]
    assert log.history.value.tolist() == [1234.5, 7.0]
    assert proposal.files[0].lines == (2, 3, 5)


def test_that_parquet_is_read(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "odd 'name'*.parquet"
    values = "(1, 'MQL', TIMESTAMP '2024-01-05 09:30:00.5', 1.5), (1, 'Won', NULL, 2)"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES {values}) t(lead_id, stage, entered_at, amount)) "
            f"TO '{tmp_path}/x.parquet' (FORMAT parquet)"
        )
    (tmp_path / "x.parquet").rename(path)
    proposal, log = as_proposed([path])
    assert proposal.mapping.files[0].kind is Kind.PARQUET
    assert ways(log) == [["MQL 2024-01-05"]]
    assert log.dropped == {"no date": 1}
    assert log.history.value.tolist() == [1.5]


LEADS = "id,first_contact,origin\na,2024-01-01,x\nb,2024-01-05,\nc,2024-01-09,x\n"
DEALS = "id,won_date,worth\na,2024-01-03 10:00:00,100\nc,2024-01-12,0\n"


def test_that_leads_and_deals_are_recognised_in_any_order(tmp_path: Path) -> None:
    paths = written(tmp_path, deals_csv=DEALS, leads_csv=LEADS)
    proposal, log = as_proposed(paths)
    assert [file.form for file in proposal.mapping.files] == [Form.LEADS, Form.DEALS]
    assert ways(log) == [
        ["Lead 2024-01-01", "Won 2024-01-03"],
        ["Lead 2024-01-05"],
        ["Lead 2024-01-09", "Won 2024-01-12"],
    ]
    assert log.is_leads_and_deals


def test_that_a_table_with_several_dates_a_lead_is_recognised(tmp_path: Path) -> None:
    text = (
        "email,mql_date,SQL Date,won at\na@x,2024-01-01,2024-01-09,\nb@x,2024-01-02,,2024-02-01\n"
    )
    proposal, log = as_proposed(written(tmp_path, table_csv=text))
    assert proposal.mapping.files[0].form is Form.DATES
    assert stages(log) == [["mql", "SQL"], ["mql", "won"]]


LOG = (
    "case:concept:name,time:timestamp,concept:name\n1,2024-01-02 10:00:00+00:00,A\n1,2024-01-03,B\n"
)


def test_that_flat_tables_of_process_mining_are_recognised(tmp_path: Path) -> None:
    proposal, log = as_proposed(written(tmp_path, log_csv=LOG))
    assert proposal.files[0].sureness is Sureness.SURE
    assert stages(log) == [["A", "B"]]
    semicolons = LOG.replace(",", ";").replace("case:concept:name", "Case ID")
    _proposal, log = as_proposed(written(tmp_path, other_csv=semicolons))
    assert stages(log) == [["A", "B"]]


def test_that_two_columns_that_do_as_well_are_a_question(tmp_path: Path) -> None:
    text = "case_id,activity,start_timestamp,complete_timestamp\n" + "".join(
        f"{i // 2},{'AB'[i % 2]},2024-01-0{1 + i % 2} 10:00:00,2024-01-0{1 + i % 2} 11:00:00\n"
        for i in range(8)
    )
    proposal = propose(written(tmp_path, log_csv=text))
    (question,) = proposal.questions
    assert question.settles is Settles.COLUMNS
    assert "“complete_timestamp” and “start_timestamp”" in question.sentence or (
        "“start_timestamp” and “complete_timestamp”" in question.sentence
    )


def test_that_nothing_is_made_of_a_table_without_leads(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, prices_csv="colour,shade\nred,dark\nblue,light\n"))
    (question,) = proposal.questions
    assert question.settles is Settles.FORM
    assert "“colour” and “shade”" in question.sentence


def test_that_what_a_user_corrects_is_looked_at_again(tmp_path: Path) -> None:
    """Columns are guessed anew where none are given, the rest is kept as it was said."""
    text = "lead;stage;when;value\n1;A;3/4/2024;1,234\n1;B;5/4/2024;2,345\n"
    paths = written(tmp_path, log_csv=text)
    first = propose(paths)
    assert {one.settles for one in first.questions} == {Settles.DATE_ORDER, Settles.DECIMAL}
    assert "“3/4/2024”" in first.questions[0].sentence
    assert "“1,234”" in first.questions[1].sentence
    (file,) = first.mapping.files
    said = file.replaced(columns={}, date_order=DateOrder.DAY_FIRST, delimiter=";", encoding="")
    again = propose(paths, Mapping(files=(said,)))
    assert again.mapping.files[0].columns == file.columns
    assert again.mapping.files[0].columns[Role.TIME] == "when"
    assert [one.settles for one in again.questions] == [Settles.DECIMAL]
    assert (again.first, again.last) == ("2024-04-03", "2024-04-05")


def test_that_deals_open_far_longer_than_any_that_closed_are_told(tmp_path: Path) -> None:
    text = (
        "lead_id,stage,entered_at\n1,MQL,2024-01-01\n1,Closed Won,2024-01-31\n"
        "2,MQL,2023-06-01\n3,MQL,2024-01-05\n4,MQL,2023-12-01\n"
    )
    _proposal, log = as_proposed(written(tmp_path, log_csv=text))
    (note,) = log.notes
    assert "2 leads have been open for more than twice as long" in note
    assert "(30 days)" in note


def test_that_stages_are_renamed_merged_and_left_out(tmp_path: Path) -> None:
    text = (
        "lead_id,stage,entered_at,segment\n1,MQL,2024-01-01,a\n1,M Q L,2024-01-02,A\n"
        "1,Parked,2024-01-03,a\n1,SQL,2024-01-04,a\n2,MQL,2024-01-04,A\n"
    )
    paths = written(tmp_path, log_csv=text)
    mapping = propose(paths).mapping.replaced(
        stages={"M Q L": "MQL", "Parked": None, "SQL": "Sales qualified"}, segments={"A": "a"}
    )
    log = read(paths, Mapping.from_json(mapping.to_json()))
    assert stages(log) == [["MQL", "MQL", "Sales qualified"], ["MQL"]]
    assert log.dropped == {"stage left out by the mapping": 1}
    assert log.history.segments == ("a",)
    assert balanced(log)


def test_that_names_spelled_alike_are_proposed_for_merging(tmp_path: Path) -> None:
    text = "lead_id,stage,entered_at,segment\n" + "".join(
        f"{i},{'S Q L' if i % 3 else 'SQL'},2024-01-01,{'GTX Pro' if i % 2 else 'GTXPro'}\n"
        for i in range(6)
    )
    proposal, log = as_proposed(written(tmp_path, log_csv=text))
    assert proposal.merges == (("S Q L", "SQL"),)
    assert {*proposal.segment_merges[0]} == {"GTX Pro", "GTXPro"}
    assert log.history.stages == ("SQL", "S Q L")
