//! What stands between the paragraphs of a post.

/// Said by somebody.
pub(in crate::demo) const QUOTES: [&str; 14] = [
    "> If it is worth doing, it is worth doing badly at first.\n>\n> A poster in my dentist's waiting room",
    "> You don't need a better one. You need to use the one you have.\n>\n> My aunt, about nearly everything",
    "> The best time was ten years ago. The second best time is after lunch.",
    "> I never finished one that I was not ashamed of a year later. That is how I know that I am learning.",
    "> Write it down. The faintest ink is stronger than the best memory.\n>\n> A proverb",
    "> It always takes longer than you expect, even when you expect it to.",
    "> People ask for the secret. There is none. There is a Tuesday, and another Tuesday after it.",
    "> Slow is smooth, and smooth is fast.",
    "> The thing about rules is that they were somebody's notes once.",
    "> *Why don't you just* is how every one of my longest evenings began.",
    "> We don't stop because we know enough, but because it is dark.",
    "> Somebody has to be the beginner in the room. Be that person; it is the best seat.",
    "> What can be done at any time is never done at all.\n>\n> A proverb",
    "> I would have written less, if I had known more.",
];

/// What stands before a list.
pub(in crate::demo) const LIST_LEADS: [&str; 8] = [
    "In short:",
    "What I would tell a friend:",
    "The list on my wall says:",
    "Some rules, none of them strict:",
    "If I had to put it on a card:",
    "These are worth repeating:",
    "Things that helped:",
    "For the next time:",
];

/// What stands before a table.
pub(in crate::demo) const TABLE_LEADS: [&str; 6] = [
    "Here is what I measured:",
    "The numbers, for those who came for them:",
    "My notes as a table:",
    "Side by side it looks like this:",
    "For comparison:",
    "I wrote it all down:",
];

/// What stands before a listing.
pub(in crate::demo) const CODE_LEADS: [&str; 6] = [
    "This is all of it:",
    "It looks like this:",
    "The whole thing fits on a card:",
    "I keep this in a file:",
    "Copy it, and change what you don't like:",
    "For reference:",
];
