//! Rust.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Rust", "Async", "Command line"],
    subjects: &[
        "lifetimes",
        "the borrow checker",
        "error handling",
        "iterators",
        "async Rust",
        "small command line tools",
        "trait objects",
        "testing with real databases",
        "newtypes",
        "macros",
        "compile times",
        "pattern matching",
    ],
    sentences: &[
        "The compiler is the most patient reviewer I have ever had, and the only one that never sighs.",
        "Most of the time `clone` is fine, and the profiler will tell you about the rest.",
        "A type that cannot hold a wrong value saves a whole folder of tests.",
        "I keep [the book](https://doc.rust-lang.org/book/) open in a tab and still learn something from it every month.",
        "When a signature needs three lifetimes, the data usually wants to be owned by somebody else.",
        "An `enum` with data in its variants is the feature I miss first in any other language.",
        "The question mark operator turned our longest function into one that fits on a screen.",
        "We moved the parsing to the edge, and everything behind it stopped checking for `None`.",
        "Clippy found the bug two years before a user would have.",
        "I had written *unwrap* eleven times in a file of ninety lines; now it is none, and the file is shorter.",
        "Reading the standard library's source is less frightening than it sounds, and its comments are a joy.",
        "A good error says what was tried, on what, and what to do next.",
        "Holding a lock across an await is the one mistake that everybody makes exactly once.",
        "The binary starts in four milliseconds, and I am not above showing that to strangers.",
        "Names matter more than cleverness: the second reader is usually me, in the dark, on a Friday.",
    ],
    tips: &[
        "Read the whole error message, and then the note below it",
        "Run Clippy before you ask anybody",
        "Prefer a plain struct to a clever trait",
        "Give errors their own `enum`, one a module",
        "Measure before you reach for unsafe code",
        "Write the call first and the function after it",
        "Keep the public surface small, and document all of it",
        "Return iterators where nobody needs a vector",
        "Pin the toolchain, so that the machine of a friend builds it too",
        "Let tests own their data",
    ],
    table: &[
        &["Approach", "Lines", "Build", "Verdict"],
        &["generics", "140", "21 s", "fast, hard to read"],
        &["trait objects", "96", "12 s", "good enough"],
        &["an enum", "61", "9 s", "the one we kept"],
    ],
    code: &[
        (
            "rust",
            "fn longest<'a>(words: &[&'a str]) -> Option<&'a str> {\n    words.iter().copied().max_by_key(|word| word.len())\n}",
        ),
        (
            "rust",
            "#[derive(Debug, thiserror::Error)]\nenum LoadError {\n    #[error(\"{0} can't be read\")]\n    Unreadable(PathBuf, #[source] io::Error),\n    #[error(\"line {line} is not a number\")]\n    NotANumber { line: usize },\n}",
        ),
        (
            "rust",
            "let total: u64 = orders\n    .iter()\n    .filter(|order| order.is_paid())\n    .map(|order| order.amount)\n    .sum();",
        ),
        ("toml", "[profile.dev.package.\"*\"]\nopt-level = 2\ndebug = false"),
        ("bash", "cargo clippy --all-targets -- -D warnings\ncargo test --quiet"),
    ],
};
