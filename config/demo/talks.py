"""What the demo person wrote down after each talk. One line for next time is kept where there was one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Talk:
    """The parts of a debrief, and what the talk was mostly about."""

    topic: str
    went_well: str
    hardest_question: str
    connected: str = ""
    next_time: str = ""


# By kind of interview, in the order in which they come.
TALKS = {
    "phone": [
        Talk(
            topic="the team and its clients",
            went_well="I had three questions ready and got to ask two.",
            hardest_question="What are you looking for that you do not have now?",
            next_time="Next time I will ask about pay and place before we plan a second call.",
        ),
        Talk(
            topic="the research part",
            went_well="The library story in two minutes; she asked for more of it.",
            hardest_question="How do you decide when research is enough?",
            connected="Her sister works in a library.",
        ),
        Talk(
            topic="how often they are on site",
            went_well="I said early that four days on site would not work for me.",
            hardest_question="Would you consider moving?",
            next_time="Next time I will look up the commute before the call.",
        ),
        Talk(
            topic="accessibility",
            went_well="Naming two things I would change on their site; both were on their list.",
            hardest_question="Why did you leave your last team?",
            connected="We had both moved towns for a job and back.",
            next_time="Next time I will have one calm sentence ready on why I left.",
        ),
        Talk(
            topic="a contract of five weeks",
            went_well="Quick and clear on both sides.",
            hardest_question="Can you start on Monday?",
        ),
        Talk(
            topic="the portfolio",
            went_well="He had read it, and we talked about the clinic the whole time.",
            hardest_question="Which of these would you do differently today?",
        ),
        Talk(
            topic="how the team decides",
            went_well="I let pauses be pauses.",
            hardest_question="What does a good product manager do for you?",
            connected="We both once shared an office with a dog.",
        ),
        Talk(
            topic="what the role became since it was posted",
            went_well="I asked what had changed, and they told me openly.",
            hardest_question="Where do you want to be in three years?",
        ),
        Talk(
            topic="the research part",
            went_well="Short answers, and asking whether they wanted more.",
            hardest_question="How do you work with people who do not like research?",
        ),
        Talk(
            topic="what the team has planned for the year",
            went_well="Saying what I would like to learn.",
            hardest_question="Which of our products would you rather not work on?",
        ),
    ],
    "task": [
        Talk(
            topic="a form in three screens",
            went_well="Sketching the flow out loud; they joined in.",
            hardest_question="What would you leave out if you had half the time?",
            next_time="Next time I will say what I left out, and why, before they ask.",
        ),
        Talk(
            topic="reading a set of interviews",
            went_well="Three findings instead of eleven.",
            hardest_question="How sure are you of the second one?",
        ),
        Talk(
            topic="one screen, two hours",
            went_well="Stopping after two hours, and saying so.",
            hardest_question="What would the next two hours have gone into?",
        ),
        Talk(
            topic="a critique of their own app",
            went_well="Beginning with what works.",
            hardest_question="Which of these would you not fix?",
            next_time="Next time I will ask who the critique is for.",
        ),
        Talk(
            topic="a page for people in a hurry",
            went_well="Asking one of them to read it aloud.",
            hardest_question="What did you do first, and why that?",
        ),
        Talk(
            topic="sorting what users had asked for",
            went_well="Saying which five I would not do at all.",
            hardest_question="And if the largest client asks for one of those?",
        ),
    ],
    "video": [
        Talk(
            topic="the portfolio",
            went_well="I began with what changed for people; the rest was easy.",
            hardest_question="Tell us about a time you were wrong.",
            connected="One of them had used the signup form that I made.",
            next_time="Next time I will begin with what changed for people, then how we did it.",
        ),
        Talk(
            topic="working with engineers",
            went_well="The story of one set of buttons.",
            hardest_question="What do you do when they say no?",
        ),
        Talk(
            topic="the research part",
            went_well="The story about the clinic.",
            hardest_question="How would you convince somebody who has no time for research?",
            connected="We laughed about sticky notes.",
            next_time="Next time I will stop after two minutes and ask whether to go on.",
        ),
        Talk(
            topic="the first three months",
            went_well="Asking what they hope is different by spring.",
            hardest_question="What would you need from us?",
        ),
        Talk(
            topic="how the team decides",
            went_well="Two stories, two minutes each.",
            hardest_question="When do you stop asking and start drawing?",
        ),
    ],
    "panel": [
        Talk(
            topic="everybody who would work with me",
            went_well="Writing down each name as it was said.",
            hardest_question="Five people, five views: whose counts?",
            next_time="Next time I will name each person's question back to them before I answer.",
        ),
        Talk(
            topic="meeting the director",
            went_well="Saying how I like to be told that something is not good yet.",
            hardest_question="What is this role worth to you?",
            connected="She had grown up two streets from where I live.",
        ),
        Talk(
            topic="a day with the team",
            went_well="Eating with them, and asking more than I said.",
            hardest_question="What would make you leave again?",
        ),
    ],
}
