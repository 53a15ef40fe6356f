//! Typography.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Typography", "Design", "Fonts"],
    subjects: &[
        "line length",
        "old-style figures",
        "choosing a typeface",
        "hyphens and dashes",
        "letterpress",
        "tables that breathe",
        "variable fonts",
        "a baseline grid",
        "italics",
        "signs in my street",
        "setting a book",
    ],
    sentences: &[
        "Good typography is like a good waiter: you notice when it is missing.",
        "Sixty-six characters a line is not a law, but I have never been arrested for it.",
        "The space between the words is a shape too, and somebody has to draw it.",
        "Two typefaces are company, three are a committee.",
        "I printed the page at its real size and saw in a second what the screen had hidden for weeks.",
        "A dash is not a hyphen, and a quotation mark is not two ticks.",
        "The butcher's sign is hand-painted, slightly wrong and better than anything in my folder of fonts.",
        "Figures with tails settle into a sentence; figures without them shout from it.",
        "[Practical Typography](https://practicaltypography.com/) is the link that I send most often.",
        "Bold is a spice, and underlining is a habit from the typewriter.",
        "The old press needs an hour to set up and a lifetime to hurry.",
        "Nobody ever complained that a margin was generous.",
        "A table with fewer lines is a table with more information.",
        "I squint at a page until the words blur, and what is left is the layout.",
    ],
    tips: &[
        "Set the body first and everything else from it",
        "Leave the margins wider than feels right",
        "Use real quotation marks",
        "Align figures at the decimal point",
        "Read a page aloud before you justify it",
        "Print it",
        "Choose a face with the accents that you need",
        "Remove the lines from a table and look again",
        "Limit yourself to three sizes",
        "Look at one good book a week, without reading it",
    ],
    table: &[
        &["Mark", "Name", "Used for"],
        &["-", "hyphen", "compounds"],
        &["–", "en dash", "ranges"],
        &["—", "em dash", "interruptions"],
    ],
    code: &[
        (
            "css",
            "body {\n  font: 400 1.125rem/1.55 \"Source Serif 4\", Georgia, serif;\n  font-variant-numeric: oldstyle-nums;\n  hanging-punctuation: first last;\n}",
        ),
        (
            "css",
            "table { font-variant-numeric: tabular-nums lining-nums; }\nth, td { padding: 0.4em 1em 0.4em 0; }",
        ),
    ],
};
