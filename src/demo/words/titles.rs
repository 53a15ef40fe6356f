//! Titles and what stands below them.

/// Titles; `{subject}` within, `{Subject}` at the beginning.
pub(in crate::demo) const TITLES: [&str; 46] = [
    "What {subject} taught me",
    "A year with {subject}",
    "Notes on {subject}",
    "{Subject}, from the beginning",
    "Everything I got wrong about {subject}",
    "In praise of {subject}",
    "The quiet pleasure of {subject}",
    "How I stopped worrying about {subject}",
    "A short guide to {subject}",
    "{Subject}: a field report",
    "Why I came back to {subject}",
    "Ten minutes a day with {subject}",
    "{Subject} on a small budget",
    "What nobody told me about {subject}",
    "Three lessons from {subject}",
    "{Subject} for impatient people",
    "Your questions about {subject}, answered",
    "Rethinking {subject}",
    "The trouble with {subject}",
    "Small experiments with {subject}",
    "A beginner's mistakes with {subject}",
    "{Subject}, one year later",
    "Letters to a friend on {subject}",
    "The long road to {subject}",
    "{Subject} without the fuss",
    "An evening with {subject}",
    "Against the common advice on {subject}",
    "{Subject}, or: how to wait",
    "My notebook on {subject}",
    "Making peace with {subject}",
    "A weekend of {subject}",
    "Talking about {subject}",
    "{Subject} in the real world",
    "Five small discoveries about {subject}",
    "A love letter to {subject}",
    "Getting started with {subject}",
    "What I would tell myself about {subject}",
    "{Subject}: what worked, what did not",
    "The things we say about {subject}",
    "{Subject}, the slow way",
    "{Subject} and other stubborn friends",
    "A second look at {subject}",
    "Where I stand on {subject}",
    "On {subject}, with apologies",
    "The winter of {subject}",
    "Half a theory of {subject}",
];

/// Subtitles.
pub(in crate::demo) const SUBTITLES: [&str; 12] = [
    "A report from the kitchen table",
    "With numbers, a table and one apology",
    "Part of a series that I never planned",
    "What I know so far, and what I don't",
    "In which I change my mind",
    "For everybody who asked last week",
    "Twelve months, one notebook",
    "Mostly about {subject}, a little about patience",
    "Long, with pictures in words",
    "Corrected after the comments on the first one",
    "Written on trains",
    "The short version is in the first paragraph",
];

/// Excerpts that their authors wrote themselves.
pub(in crate::demo) const EXCERPTS: [&str; 6] = [
    "I thought that I knew all about {subject}. Then came this year.",
    "A few notes on {subject}: what worked, what did not, and what it cost.",
    "The short answer is yes. The long one has a table in it.",
    "People keep asking me about {subject}. Here is everything I say, in one place.",
    "Some plain advice on {subject}, and three things that I would leave out next time.",
    "Not a guide. More of a letter about {subject}.",
];

/// What some readers want to know before they read.
pub(in crate::demo) const WARNINGS: [&str; 4] = [
    "Mentions an accident; nobody was badly hurt.",
    "Talks about illness in the family.",
    "Contains a spider, described at length.",
    "Spoilers for a very old book.",
];

/// Notes beside a bookmark.
pub(in crate::demo) const NOTES: [&str; 16] = [
    "Read again at the weekend",
    "For the next project",
    "Show this to Sam",
    "The table is what I need",
    "Try this in spring",
    "Good links at the end",
    "Answer in the comments",
    "Compare with what I do now",
    "Quote for the newsletter",
    "Only the second half",
    "Ask the author about the numbers",
    "For a rainy day",
    "Print this one",
    "The list is worth keeping",
    "Reading group, March",
    "Disagree, but well put",
];
