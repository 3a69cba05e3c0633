"""What the templates of communities say in English: name, hint, purpose, charter, three first questions."""

TEXTS: dict[str, tuple[str, str, str, str, tuple[str, str, str]]] = {
    "trade": (
        "Trade know-how",
        "Faults, tricks, methods",
        "Ask for and give the ways of the trade, from one site to another",
        "- One question per post, with the machine or the tool in its title.\n- Answer here rather than by mail: the "
        "answer serves everyone.\n"
        "- Whoever asked accepts the answer that worked.\n- A photo beats a long description, without faces.",
        (
            "Which fault comes back most often where you work, and what do you try first?",
            "What did a colleague teach you that saves time every week?",
            "What would you ask a site that you do not know?",
        ),
    ),
    "site": (
        "Life on site",
        "Access, hours, news",
        "What one needs to know to work on the site, told by those who are there",
        "- Whatever concerns the site belongs here, from parking to visits.\n- News has a date, and says until when it "
        "holds.\n- What concerns "
        "one person is not told here.",
        (
            "What would you have liked to know on your first day here?",
            "Which small thing would make life easier for the whole site?",
            "Whom do you welcome this month, and from which trade?",
        ),
    ),
    "project": (
        "Project across departments",
        "For a while, with a review",
        "Move a project forward that crosses departments",
        "- Decisions are written here, with their reason.\n- Questions from other departments are welcome.\n- At the end, a review: what "
        "worked, what we would do otherwise.",
        (
            "Which question must be settled first, and who can settle it?",
            "Who, outside the project, has lived through something like it?",
            "How shall we know that the project has succeeded?",
        ),
    ),
    "tools": (
        "Help with tools",
        "Software, sheets, accounts",
        "Help each other with everyday software",
        "- Name the tool and what you want to do, not only the error.\n- No password, no customer data in a "
        "screenshot.\n- No question is too "
        "simple.",
        (
            "Which tool resists you this week?",
            "Which shortcut should the whole company know?",
            "Which table do you make again by hand every month?",
        ),
    ),
    "safety": (
        "Safety without blame",
        "Near misses, remedies",
        "Tell what nearly happened, so that it happens to nobody",
        "- Tell facts, never faults: nobody is named.\n- Nothing said here serves to punish.\n- Report an immediate "
        "danger on the spot first, "
        "then here.\n- Each account ends with a remedy, or with a question.",
        (
            "Which near miss taught you something?",
            "Which simple remedy should every site have?",
            "Which place makes you uneasy, and why?",
        ),
    ),
    "newcomers": (
        "Newcomers",
        "Bearings, buddies",
        "Ask every question of the first weeks, and help those who come next",
        "- Every question is a good one, the first most of all.\n- An answer within the day: buddies commit to it.\n- After three months, "
        "it is your turn to answer.",
        (
            "Which question do you not dare to ask your team?",
            "Which acronym left you speechless this week?",
            "What should whoever arrives next Monday be told?",
        ),
    ),
    "customer": (
        "Voice of the customer",
        "Quotes, complaints",
        "Carry what customers say to whoever can act",
        "- Quote the customer’s words, without their name or their contact’s.\n- A complaint calls for an answer from another trade.\n- "
        "Compliments are shared too.",
        (
            "Which sentence from a customer struck you lately?",
            "Which complaint comes back and nobody deals with it?",
            "What do we promise that we cannot keep?",
        ),
    ),
    "quality": (
        "Quality and improvement",
        "Defects, trials, results",
        "Share the defects found, the trials made and what came of them",
        "- A defect, a photo, a quantity.\n- A trial that fails deserves to be told.\n- A result has a date and a measure.",
        (
            "Which defect have you seen twice this month?",
            "Which trial would you like to make, and what do you need?",
            "Which improvement from another site could serve you?",
        ),
    ),
    "buying": (
        "Buying and suppliers",
        "Delays, parts, contacts",
        "Find the right part and the right delay without doing a colleague’s search again",
        "- The reference in the title.\n- No negotiated price nor document under contract here.\n- Say how it ended.",
        (
            "Which part is nowhere to be found at present?",
            "Which supplier surprised you, for the better?",
            "Which reference can replace another?",
        ),
    ),
    "digital": (
        "Data and automation",
        "Sheets, scripts, trials",
        "Show what one automates, and ask for help to begin",
        "- Show what works, even when it is not perfect.\n- No personal data in examples.\n- Whoever builds on a colleague’s work says so.",
        (
            "Which task do you repeat identically every week?",
            "Who has automated the copying from one program to another?",
            "Which figure do you lack in order to decide?",
        ),
    ),
    "environment": (
        "Energy and environment",
        "Habits, measures, waste",
        "Use less and throw away less, with figures",
        "- One habit, one measure before, one after.\n- A small sure result beats a large promise.\n- No lectures.",
        (
            "What runs for nothing at night where you work?",
            "Which waste could serve another site?",
            "Which habit has really brought a meter down?",
        ),
    ),
    "managers": (
        "Managers among peers",
        "Situations, postures, help",
        "Help between team leaders, on concrete situations",
        "- Speak of situations, never of people: nothing by which anybody could be recognised.\n- What is said here "
        "stays here.\n- Answer with "
        "what you have tried, not with what should be done.",
        (
            "Which information never reaches your team?",
            "How do you make room for answering other sites?",
            "What have you stopped passing through yourself?",
        ),
    ),
}
WHY_CLOSED = "Team situations are discussed here between managers"
