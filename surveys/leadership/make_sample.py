"""Write sample.csv: made-up answers to the leadership survey, for demos and tests.

Run it from anywhere: python surveys/leadership/make_sample.py

Nobody gave these answers. A seeded model makes them: each answer is where the
statement stands for that person's role and team, plus how kindly the person sees
leaders in general and in this dimension, plus chance. The same survey file always
gives the same bytes.
"""

import csv
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Dice  # noqa: E402

SEED = 231  # chosen so that chance does not blur the story told below

# How many people of each role answered in each team. Accounts receivable stays
# under the threshold of 5, so that reports have something to hide.
PEOPLE = {
    "Warehouse": {"leader": 2, "frontline": 18, "support": 0},
    "Phones": {"leader": 2, "frontline": 16, "support": 1},
    "Sales": {"leader": 2, "frontline": 10, "support": 3},
    "Technical support": {"leader": 2, "frontline": 9, "support": 2},
    "IT": {"leader": 1, "frontline": 0, "support": 8},
    "Accounts receivable": {"leader": 1, "frontline": 0, "support": 3},
}

# Where the front line sees each statement, 0-100 with 100 always the good end, and
# how many points higher leaders see it. In tune is the strength, teamwork the
# weakness; leaders think they listen and equip people far better than they do,
# and are too modest about whether they could do a front-line job.
STANDING = {
    "engaged_touch": (56, 18),
    "engaged_listens": (47, 30),
    "engaged_daily": (46, 17),
    "engaged_breakdown": (51, 19),
    "engaged_serves": (41, 19),
    "engaged_unhappy": (43, 17),
    "engaged_surveys": (55, 14),
    "engaged_tools": (36, 28),
    "motivating_thanks": (58, 19),
    "motivating_compliments": (56, 13),
    "motivating_complaints": (42, 17),
    "motivating_mistakes": (44, 20),
    "motivating_ideas": (49, 20),
    "motivating_rewards": (36, 13),
    "teamwork_together": (57, 18),
    "teamwork_talk": (43, 18),
    "teamwork_internal": (37, 17),
    "teamwork_effect": (43, 14),
    "teamwork_quality": (37, 18),
    "teamwork_product": (41, 17),
    "teamwork_counts": (40, 16),
    "teamwork_record": (29, 10),
    "in_tune_likes": (60, 10),
    "in_tune_explain": (70, 6),
    "in_tune_time": (50, 10),
    "in_tune_fixing": (44, 12),
    "in_tune_capable": (69, -17),
    "in_tune_seen": (53, 9),
    "in_tune_example": (65, 9),
}

# How far each team stands from the rest, in points, dimension by dimension.
TEAM_SHIFT = {
    "Warehouse": (-13, -9, -7, -8),
    "Phones": (-3, -5, -3, 1),
    "Sales": (5, 5, 0, 4),
    "Technical support": (12, 9, 13, 8),
    "IT": (0, 0, -3, -3),
    "Accounts receivable": (2, -4, 4, 0),
}

SUPPORT_SHARE = 0.25  # support staff see a quarter of what sets leaders apart
GENERAL_SD = 12.0  # how kindly a person sees leaders in everything
DIMENSION_SD = 14.0  # … and in one dimension
CHANCE_SD = 22.0  # … and in one statement

SKIPPED = 0.03
CANNOT_TELL = 0.02
LEADER_CANNOT_TELL = 0.005
# What people outside the leaders' offices seldom get to see.
HARD_TO_SEE = {
    "engaged_unhappy": 0.15,
    "engaged_surveys": 0.17,
    "teamwork_counts": 0.09,
    "teamwork_record": 0.16,
    "in_tune_time": 0.11,
}

# Two people stopped half way: their team, and the last statement they answered.
STOPPED = (("Warehouse", "in_tune_explain"), ("Phones", "teamwork_talk"))

# Dimension, role, whether the writer is among the happier people, and the comment.
COMMENTS: tuple[tuple[str, str, bool, str], ...] = (
    ("engaged", "frontline", False, "We see them on the tour for visitors, then not again for months."),
    ("engaged", "frontline", False, "Two of the four scanners have been broken since spring."),
    ("engaged", "frontline", False, "I stopped bringing ideas. Nobody says what became of them."),
    ("engaged", "frontline", False, "When the system went down we got an email. Nobody came."),
    ("engaged", "frontline", False, "We are meant to be quick, but the screens take a minute to load."),
    ("engaged", "frontline", True, "On the busiest day of the year they packed boxes with us. That counted."),
    ("engaged", "frontline", True, "My idea for the return labels was in use a week later."),
    ("engaged", "frontline", True, "They do come and ask how it is going."),
    ("engaged", "support", False, "We ask for better tools each year and get more people instead."),
    ("engaged", "support", True, "Good that the survey results are now on the wall. What happens next?"),
    ("engaged", "leader", True, "My door is always open and people know it."),
    ("engaged", "leader", False, "I would like to be out there more. Meetings eat the week."),
    ("motivating", "frontline", False, "You hear of the one parcel that went wrong, not of the others."),
    ("motivating", "frontline", False, "Pizza is nice, but a simple thank you would do."),
    ("motivating", "frontline", False, "Employee of the month always comes from the same team."),
    ("motivating", "frontline", False, "Complaints fell by a third and nobody said a word."),
    ("motivating", "frontline", True, "A customer's letter was read out to everyone. I still think of it."),
    ("motivating", "frontline", True, "I got an afternoon off after the stock count. Much appreciated!"),
    ("motivating", "support", False, "Praise goes to those the customers can see."),
    ("motivating", "support", True, "The Friday round of thanks is a good habit. Keep it."),
    ("motivating", "leader", True, "We celebrate a lot more than we used to."),
    ("motivating", "leader", False, "We should notice the quiet people too."),
    ("teamwork", "frontline", False, "Orders reach us with half the address missing, every single day."),
    ("teamwork", "frontline", False, "A new offer went out and we heard of it from a customer."),
    ("teamwork", "frontline", False, "Other teams' mistakes land with us and stay with us."),
    ("teamwork", "frontline", False, "Everybody has targets for their own team only."),
    ("teamwork", "frontline", False, "If you complain about another team it goes nowhere."),
    ("teamwork", "frontline", True, "Since we sat with the other team for a day, the hand-overs are better."),
    ("teamwork", "frontline", True, "In our team we help each other without being asked."),
    ("teamwork", "support", False, "Nobody has ever asked what we need from the others."),
    ("teamwork", "support", True, "The weekly meeting across teams is worth the hour."),
    ("teamwork", "leader", True, "I think the silos are mostly gone."),
    ("teamwork", "leader", False, "We talk of teamwork and pay for individual results. That is on us."),
    ("in_tune", "frontline", True, "Many of them started on the floor. They know what a shift feels like."),
    ("in_tune", "frontline", True, "They always stay polite with customers, even with the loud ones."),
    ("in_tune", "frontline", False, "We knew about the late deliveries long before they did."),
    ("in_tune", "frontline", False, "They know the products. They do not know the waiting times."),
    ("in_tune", "support", True, "They explain well what we stand for."),
    ("in_tune", "leader", False, "It is years since I took a call. I doubt I could still do it."),
)


@dataclass(frozen=True)
class Question:
    """One statement of the survey, as far as this script needs it."""

    id: str
    dimension: str
    reverse_keyed: bool


@dataclass
class Person:
    """One made-up respondent."""

    role: str
    team: str
    view: dict[str, float]  # how kindly they see leaders, in points, by dimension
    answers: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def read_questions(path: Path) -> list[Question]:
    """Read the survey's statements, in the order in which they are asked."""
    survey = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Question(item["id"], dimension["id"], bool(item.get("reverse_keyed", False)))
        for dimension in survey["dimensions"]
        for item in dimension["items"]
    ]


def make_people(dimensions: list[str], dice: Dice) -> list[Person]:
    """Make everybody who answered, each with a view of leadership but no answers yet."""
    people: list[Person] = []
    for team, roles in PEOPLE.items():
        for role, count in roles.items():
            if count == 0:
                continue
            general = dice.normals(count, GENERAL_SD)
            views: list[dict[str, float]] = [{} for _ in range(count)]
            for dimension, shift in zip(dimensions, TEAM_SHIFT[team], strict=True):
                own = dice.normals(count, DIMENSION_SD)
                for i in range(count):
                    views[i][dimension] = shift + general[i] + own[i]
            people += [Person(role, team, view) for view in views]
    return people


def cannot_tell(person: Person, question: Question, dice: Dice) -> bool:
    """Decide whether this person cannot tell: leaders nearly always can, others less often."""
    if person.role == "leader":
        return dice.happens(LEADER_CANNOT_TELL)
    return dice.happens(HARD_TO_SEE.get(question.id, CANNOT_TELL))


def answer(person: Person, question: Question, dice: Dice) -> str:
    """Give one answer as it stands in the file: 1-5, blank, or not_applicable."""
    if dice.happens(SKIPPED):
        return ""
    if cannot_tell(person, question, dice):
        return "not_applicable"
    frontline, leaders_add = STANDING[question.id]
    share = {"leader": 1.0, "support": SUPPORT_SHARE, "frontline": 0.0}[person.role]
    points = frontline + share * leaders_add
    points += person.view[question.dimension] + dice.normal(CHANCE_SD)
    value = min(5, max(1, round(1 + 4 * points / 100)))
    return str(6 - value if question.reverse_keyed else value)


def stop_half_way(people: list[Person], questions: list[Question]) -> None:
    """Blank what the people in STOPPED never reached."""
    ids = [question.id for question in questions]
    for team, last in STOPPED:
        person = next(p for p in people if p.team == team and p.role == "frontline")
        for unreached in ids[ids.index(last) + 1 :]:
            person.answers[unreached] = ""


def reached(person: Person, dimension: str, questions: list[Question]) -> bool:
    """Say whether the person got as far as this dimension."""
    return any(person.answers[q.id] for q in questions if q.dimension == dimension)


def furthest_out(people: list[Person], dimension: str, happy: bool) -> Person:
    """Find the person with the kindest view of a dimension, or the harshest."""
    pick = max if happy else min
    return pick(people, key=lambda person: person.view[dimension])


def add_comments(people: list[Person], questions: list[Question]) -> None:
    """Give each comment to somebody whose view it fits: those furthest out speak first."""
    for dimension, role, happy, text in COMMENTS:
        silent = [p for p in people if p.role == role and dimension not in p.comments]
        writers = [p for p in silent if reached(p, dimension, questions)]
        furthest_out(writers, dimension, happy).comments[dimension] = text


def write_csv(path: Path, people: list[Person], questions: list[Question], dimensions: list[str]) -> None:
    """Write one row a person: role, team, answers in the survey's order, comments."""
    header = ["role", "team", *(q.id for q in questions), *(f"comment_{d}" for d in dimensions)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(header)
        for p in people:
            answers = [p.answers[q.id] for q in questions]
            rows.writerow([p.role, p.team, *answers, *(p.comments.get(d, "") for d in dimensions)])


def main() -> None:
    """Make the people, let them answer, and write the file."""
    questions = read_questions(HERE / "survey.yaml")
    dimensions = list(dict.fromkeys(question.dimension for question in questions))
    dice = Dice(SEED)
    people = make_people(dimensions, dice)
    # In the order of STANDING, so that a statement that moves within the survey keeps its answers.
    drawn = sorted(questions, key=lambda question: [*STANDING].index(question.id))
    for person in people:
        person.answers = {question.id: answer(person, question, dice) for question in drawn}
    stop_half_way(people, questions)
    add_comments(people, questions)
    target = HERE / "sample.csv"
    write_csv(target, dice.shuffled(people), questions, dimensions)
    print(f"{target.name}: {len(people)} respondents, {len(questions)} items")


if __name__ == "__main__":
    main()
