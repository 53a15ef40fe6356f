//! The web.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Web", "GraphQL", "Accessibility"],
    subjects: &[
        "plain HTML",
        "GraphQL schemas",
        "keyboard navigation",
        "caching",
        "forms that forgive",
        "server-rendered pages",
        "feeds",
        "dark mode",
        "small stylesheets",
        "naming things in an API",
        "images on slow connections",
    ],
    sentences: &[
        "The fastest request is the one that nobody sends.",
        "A button is a button, and a link is a link; half of accessibility is to leave it at that.",
        "We removed forty kilobytes of script, and nobody noticed except the people on trains.",
        "I unplugged my mouse for a week, and it changed how I build menus.",
        "A schema is a conversation with people whom you will never meet.",
        "Feeds are still here, they still work, and they ask for nothing.",
        "Error messages are part of the interface, and usually the part that is read most carefully.",
        "The [MDN documentation](https://developer.mozilla.org/) answers most questions before I have finished typing them.",
        "Names in an API live longer than the team that chose them.",
        "Every default is a decision made for the people who will never open the settings.",
        "Colour alone says nothing to one reader in twenty.",
        "The form kept what I had typed when it failed, and I nearly wrote them a letter.",
        "A page that works without its script works better with it.",
        "Test on the cheapest phone that you can borrow, on a bus.",
    ],
    tips: &[
        "Try the page with the keyboard alone",
        "Give every image its width and height",
        "Label each field, and let the label be clickable",
        "Return all problems of a form at once",
        "Deprecate first, remove much later",
        "Send less",
        "Write the query that a screen needs, then the schema",
        "Keep the address readable",
        "Cache what never changes for ever",
        "Ask somebody who uses a screen reader, and pay them",
    ],
    table: &[
        &["Page", "Requests", "Weight", "Ready after"],
        &["before", "61", "2.4 MB", "5.1 s"],
        &["without fonts", "40", "1.1 MB", "2.8 s"],
        &["now", "9", "180 KB", "0.7 s"],
    ],
    code: &[
        (
            "html",
            "<label for=\"email\">E-mail</label>\n<input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required>",
        ),
        (
            "graphql",
            "query Home($after: String) {\n  feed(first: 20, after: $after) {\n    nodes { title author { displayName } }\n    pageInfo { hasNextPage endCursor }\n  }\n}",
        ),
        ("css", "main {\n  max-width: 38rem;\n  margin-inline: auto;\n  line-height: 1.6;\n}"),
        (
            "javascript",
            "const saved = localStorage.getItem(\"theme\");\nif (saved) {\n  document.documentElement.dataset.theme = saved;\n}",
        ),
    ],
};
