//! Books.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Books", "Writing"],
    subjects: &[
        "rereading",
        "abandoned books",
        "a reading diary",
        "the village library",
        "long novels",
        "reading aloud",
        "margins",
        "first drafts",
        "writing every morning",
        "short stories",
        "a bookshop by the sea",
        "translations",
    ],
    sentences: &[
        "I am a better reader of chapter one than almost anybody, having read so many of them.",
        "A book that you did not finish has still told you something, usually about yourself.",
        "The library lends telescopes, cake tins and, if you insist, books.",
        "Reading aloud is slower, and the slowness is the point.",
        "The first draft is for finding out what I think, and the second is for hiding how.",
        "I write in margins in pencil, and argue with a younger man who had worse handwriting.",
        "A long novel is a place where you have a room.",
        "The translator's name belongs on the cover, in the same size as the price at least.",
        "She recommended it with such force that I was afraid to like anything else.",
        "The whole of it is on [Project Gutenberg](https://www.gutenberg.org/), with all of its semicolons.",
        "I cut the opening page, as one nearly always can, and nobody asked where it had gone.",
        "Two pages before sleep is seven hundred a year, which is more than it sounds.",
        "Some sentences are worth walking around the block for.",
        "We read the same book in three countries and talked about it on Sundays.",
    ],
    tips: &[
        "Give a book fifty pages, minus your age",
        "Carry one wherever you may have to wait",
        "Write down one sentence from each",
        "Ask the librarian",
        "Read the afterword last",
        "Lend only what you can do without",
        "Cut the first paragraph",
        "Stop writing in the middle of a sentence",
        "Read it aloud before you send it",
        "Keep a list, and never look at how long it is",
    ],
    table: &[
        &["Month", "Finished", "Abandoned", "Best of them"],
        &["January", "4", "1", "the one about lighthouses"],
        &["February", "2", "3", "letters of a gardener"],
        &["March", "6", "0", "a very long Russian"],
    ],
    code: &[(
        "markdown",
        "## To read\n\n- [x] the short one\n- [ ] the long one\n- [ ] the one that everybody quotes",
    )],
};
