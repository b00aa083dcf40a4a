"""The commands, run as a person runs them."""

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import httpx2
import pandas as pd
import pytest
from openpyxl import load_workbook

import cxkit as cx
from tests import rooms
from tests.processes import WorkshopProcess
from tests.warm import finished


def run(*arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    return finished(arguments, more=surroundings)


def test_score_prints_a_table_and_writes_the_report(tmp_path: Path) -> None:
    """What is printed and what is written come from the same Report."""
    file = str(cx.sample("leadership"))
    by = ["--by", "team", "--by", "role", "--by", "team,role"]
    done = run("score", file, "--survey", "leadership", *by, "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(file, survey), survey, by=["team", "role", ("team", "role")])
    assert cx.Report.read(tmp_path / "out" / "report.json") == report
    engaged = report.dimensions.loc["engaged"]
    assert f"Engaged        {engaged['mean']:.0f}" in done.stdout
    assert "Accounts receivable" in done.stdout
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"report.json", "dimensions.csv", "items.csv", "groups.csv", "group_items.csv", "gaps.csv",
        "participation.csv", "distributions.csv",
    }  # fmt: skip


def test_score_lists_what_it_left_out_and_does_not_score_it(tmp_path: Path) -> None:
    """A 9 on a 1–5 scale, a half point and a word are counted with their rows."""
    survey = cx.load_survey("leadership")
    rows = ["role,team,name," + ",".join(item.id for item in survey.items)]
    rows += [f"leader,Phones,Ada,{','.join(['4'] * 29)}" for _ in range(6)]
    rows += [f"leader,Phones,Ada,9,3.5,often,{','.join(['4'] * 26)}"]
    (tmp_path / "answers.csv").write_text("\n".join(rows))
    done = run("score", str(tmp_path / "answers.csv"), "--survey", "leadership")
    assert done.returncode == 0, done.stderr
    assert "3 value(s) were no answers" in done.stderr
    assert 'engaged_touch: "9" is outside 1–5 (1 time, row 8)' in done.stderr
    assert "Not read: name." in done.stderr
    assert "Ada" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score", "nowhere.csv", "--survey", "leadership"], "nowhere.csv: there is no such file"),
        (["score", "nowhere.csv", "--survey", "leadreship"], 'Did you mean "leadership"?'),
        (["publish", "XXXXX", "--out", "site", "--data", "."], "There is no room XXXXX"),
        (["workshop", "--data", str(Path(__file__) / "nowhere")], "cannot write in its data folder"),
        (["rooms", "--data", "postgresql://cx:geheim@127.0.0.1/rooms"], "goes with --store"),
        (["workshop", "--port", "99999"], "is not a port"),
        (["workshop", "--port", "10080"], "port 10080 is one that no browser opens; it may be from 1024 to 65485"),
        (["serve", "--port", "6000"], "port 6000 is one that no browser opens"),
        (["serve", "--address", "http://rooms.example.com:6666"], "port 6666 is one that no browser opens"),
        (["workshop", "--teams", "Phones, phones"], "should be different names with commas between"),
    ],
)
def test_a_mistake_gets_one_clear_message_and_exit_code_2(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a traceback."""
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"rooms.sqlite"}  # of the folder that was named


def test_a_port_in_use_is_told_and_the_next_is_taken(tmp_path: Path) -> None:
    """The room starts all the same."""
    process = WorkshopProcess(tmp_path, "--no-book")
    with socket.socket() as other:
        other.bind(("0.0.0.0", process.port))
        other.listen()
        process.start()
    try:
        assert f"Port {process.port} is in use" in process.said
        assert process.base != f"http://127.0.0.1:{process.port}"
    finally:
        process.kill()


def test_starting_again_carries_on_with_the_room_and_new_opens_another(workshop: WorkshopProcess) -> None:
    """After a crash the same command finds the same room at the same port; --new asks for another."""
    code, base = workshop.code, workshop.base
    sent = {"token": "a" * 32, "revision": 1, "response": {}}
    assert httpx2.put(f"{base}/api/rooms/{code}/response", json=sent).status_code == 200
    workshop.kill()
    workshop.start()
    assert (workshop.code, workshop.base) == (code, base)
    assert "Carrying on with room" in workshop.said
    assert "--teams not used" in workshop.said, "what was asked for and cannot be had is said"
    workshop.kill()
    workshop.command.append("--new")
    workshop.start()
    assert workshop.code != code


def test_a_room_that_runs_already_is_not_started_twice(workshop: WorkshopProcess) -> None:
    """Two servers would not hear of each other's answers; the port that phones know stays the room's."""
    done = run(*workshop.command[3:])
    assert done.returncode == 2
    assert f"Room {workshop.code} is running already, at http://127.0.0.1:{workshop.port}" in done.stderr


def test_ctrl_c_ends_the_room_in_order_while_phones_listen(workshop: WorkshopProcess) -> None:
    """A goodbye, and no traceback."""
    listening = [urllib.request.urlopen(f"{workshop.base}/api/rooms/{workshop.code}/events") for _ in range(5)]
    assert all(phone.readline() for phone in listening)
    assert workshop.process
    assert workshop.process.stdout
    workshop.process.send_signal(signal.SIGINT)
    said = workshop.process.stdout.read()
    assert workshop.process.wait() == 0
    assert "The answers are safe" in said
    assert "Traceback" not in said


def test_a_room_that_is_not_revealed_is_not_published(workshop: WorkshopProcess, tmp_path: Path) -> None:
    """Publishing is no way round the reveal."""
    done = run("publish", workshop.code, "--out", str(tmp_path / "site"), "--data", workshop.data)
    assert done.returncode == 2
    assert "has not been revealed yet" in done.stderr
    assert not (tmp_path / "site").exists()


def test_score_tells_the_response_rate_and_the_change_since_another_wave(tmp_path: Path) -> None:
    """From the number invited and an earlier report; more answers than invitations are refused."""
    file = str(cx.sample("leadership"))
    first = run("score", file, "--survey", "leadership", "--invited", "96", "--out", str(tmp_path))
    assert "80 of 96 people invited answered (83%)." in first.stdout
    second = run("score", file, "--survey", "leadership", "--before", str(tmp_path / "report.json"))
    assert "Change since the earlier wave" in second.stdout
    assert second.stdout.count("much the same") == 4
    refused = run("score", file, "--survey", "leadership", "--invited", "20")
    assert refused.returncode == 2
    assert "More people answered than were invited (all)" in refused.stderr


def test_a_folder_of_parquet_is_scored_like_a_csv(tmp_path: Path) -> None:
    """To the same text."""
    file = cx.sample("leadership")
    (tmp_path / "answers").mkdir()
    pd.read_csv(file).to_parquet(tmp_path / "answers" / "one.parquet")
    from_csv, parquet = (run("score", str(of), "--survey", "leadership") for of in (file, tmp_path / "answers"))
    assert from_csv.returncode == parquet.returncode == 0
    assert from_csv.stdout == parquet.stdout


def test_score_writes_a_workbook(tmp_path: Path) -> None:
    """The same as in Python: every table has a sheet."""
    file, survey = cx.sample("leadership"), cx.load_survey("leadership")
    assert run("score", str(file), "--survey", "leadership", "--out", str(tmp_path / "a.xlsx")).returncode == 0
    report = cx.report(cx.read_responses(file, survey), survey)
    cx.write_workbook(report, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    scores = load_workbook(tmp_path / "a.xlsx")["Scores"]
    rows = list(scores.iter_rows(min_row=2, max_row=1 + len(survey.dimensions), values_only=True))
    assert [row[0] for row in rows] == [str(each.title) for each in survey.dimensions]
    assert [row[2] for row in rows] == pytest.approx(report.dimensions["mean"].to_list())


def test_score_writes_a_managers_part(tmp_path: Path) -> None:
    """Cut out of the whole report, which need not be named; what is no part is said."""
    file = str(cx.sample("leadership"))
    done = run("score", file, "--survey", "leadership", "--part", "team=Phones", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    survey = cx.load_survey("leadership")
    whole = cx.report(cx.read_responses(file, survey), survey, by="team")
    assert cx.Report.read(tmp_path / "report.json") == whole.part("team", "Phones")
    assert "Phones" in done.stdout
    assert "Sales" not in done.stdout
    assert 'no group "Fones"' in run("score", file, "--survey", "leadership", "--part", "team=Fones").stderr
    assert "such as team=Phones" in run("score", file, "--survey", "leadership", "--part", "Phones").stderr


def test_json_and_csv_of_a_report_name_hidden_cells_without_numbers(tmp_path: Path) -> None:
    """A hidden row holds its place, its status, and nothing else."""
    file = str(cx.sample("leadership"))
    assert run("score", file, "--survey", "leadership", "--by", "team", "--out", str(tmp_path)).returncode == 0
    written = json.loads((tmp_path / "report.json").read_text())["group_items"]
    place = {"attribute", "group", "item", "dimension", "status", "distribution"}
    hidden = [row for row in written if row["status"] == "suppressed"]
    assert hidden
    for row in hidden:
        assert {key for key, value in row.items() if value is not None} == place
    with (tmp_path / "group_items.csv").open(encoding="utf-8", newline="") as file_:
        lines = [line for line in csv.DictReader(file_) if line["status"] == "suppressed"]
    assert [line["item"] for line in lines] == [row["item"] for row in hidden]
    for line in lines:
        assert {key for key, value in line.items() if value} == place


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_a_terminal_without_some_sign_shows_a_question_mark_for_it(encoding: str) -> None:
    """An old console has no bar, dash or accent; a command does not fail for that."""
    command = [sys.executable, "-m", "cxkit.cli", "score", str(cx.sample("leadership")), "--survey", "leadership"]
    surroundings = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout


def test_a_builders_date_stops_no_command() -> None:
    """Systems that build packages set it, and not every library takes what they set."""
    command = [sys.executable, "-m", "cxkit.cli", "score", str(cx.sample("leadership")), "--survey", "leadership"]
    surroundings = {**os.environ, "SOURCE_DATE_EPOCH": "2026-11-30"}
    done = subprocess.run(command, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_room_opens_where_its_title_cannot_be_shown_and_all_its_files_are_the_owners(tmp_path: Path) -> None:
    """The welcome comes all the same; what is kept, the lock too, lies in the folder that was named."""
    process = WorkshopProcess(tmp_path / "Who cares?", "--no-book", "--title", "客服 and ♥")
    process.surroundings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process.start()
    process.kill()
    assert "?? and ? ? room " in process.said
    assert [path.name for path in tmp_path.iterdir()] == ["Who cares?"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "Who cares?").iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("arguments", "stream"),
    [
        (["score", str(cx.sample("leadership")), "--survey", "leadership"], "stdout"),
        (["--help"], "stdout"),
        (["score", "nowhere.csv", "--survey", "leadership"], "stderr"),
    ],
)
def test_a_command_whose_reader_has_gone_ends_quietly(arguments: list[str], stream: str) -> None:
    """As in `cxkit score … | head -1`: no traceback, and nothing of Python's."""
    reader, writer = os.pipe()
    os.close(reader)
    other = {"stdout": "stderr", "stderr": "stdout"}[stream]
    streams: dict[str, Any] = {stream: writer, other: subprocess.PIPE}
    done = subprocess.run([sys.executable, "-m", "cxkit.cli", *arguments], **streams, check=False)
    os.close(writer)
    assert getattr(done, other) == b""
    assert done.returncode in {0, 2}


def test_an_output_that_cannot_be_written_is_told() -> None:
    """A full disk behind `cxkit score … > file`; and a name that is too long for any disk."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "cxkit.cli", "score", str(cx.sample("leadership")), "--survey", "leadership"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "cxkit: What this command says cannot be read or written (No space left on device).\n"
    assert "cannot be read or written (File name too long)" in run("score", "x.csv", "--survey", "x" * 400).stderr


def test_a_leader_who_agreed_is_scored_alone_and_the_report_says_so(tmp_path: Path) -> None:
    """Nothing of them is told where they did not; and what is missing or unknown is said."""
    answers = rooms.room(2)
    assert list(answers["role"]).count("leader") == 1
    answers.to_csv(tmp_path / "answers.csv", index=False)
    score = ["score", str(tmp_path / "answers.csv"), "--survey", "leadership", "--by", "role"]
    told = run(*score, "--consenting", "role=leader", "--alone").stdout
    assert "Leaders: shown although so few, because they agreed." in told
    assert "n = 1" in told
    for less in ([], ["--consenting", "role=leader"]):
        assert "n = 1)" not in run(*score, *less).stdout
    for wrong, said in (
        (["--alone"], "--consenting role=leader --alone"),
        (["--consenting", "leader"], "should be an attribute and a group of it"),
        (["--consenting", "role=leadr"], 'Did you mean "leader"?'),
        (["--consenting", "rule=leader"], "There is no attribute rule"),
    ):
        refused = run(*score, *wrong)
        assert refused.returncode == 2
        assert said in refused.stderr


def test_check_reads_a_workshops_file_too(tmp_path: Path) -> None:
    """How its minutes add up, and what could be better; a mistake in it is told with its line."""
    file = tmp_path / "workshop.yaml"
    file.write_text("teams: [Kitchen, Bar]\nrun_sheet: forty-five\nlists: {touchpoints: [Booking, Check-in]}\n")
    done = run("check", str(file))
    assert done.stdout == f"{file}: can be used (Forty-five minutes: 39 of 45 minutes, 6 to spare).\nNo hints.\n"
    file.write_text("teams: [Kitchen, Bar]\nrun_sheet: fourty-five\n")
    done = run("check", str(file))
    assert done.returncode == 2
    assert 'line 2, run_sheet: there is no run sheet "fourty-five". Did you mean "forty-five"?' in done.stderr
