use crate::import::body::{first_heading, without_summary_marks};

#[test]
fn summary_marks_are_cut() {
    assert_eq!(without_summary_marks("a\n<!-- more -->\nb\n"), "a\n\nb\n");
    assert_eq!(without_summary_marks("a<!--more--> b <!-- note -->\r\n"), "a b <!-- note -->\r\n");
    for kept in
        ["```\n<!--more-->\n```\n", "use `<!--more-->` for it\n", "<!-- no more -->\n", "<!--", "a\n\n  b"]
    {
        assert_eq!(without_summary_marks(kept), kept);
    }
    assert_eq!(
        without_summary_marks("~~~~\n~~~\n<!--more-->\n~~~~\n<!--more-->"),
        "~~~~\n~~~\n<!--more-->\n~~~~\n"
    );
}

#[test]
fn the_first_heading_is_found() {
    assert_eq!(first_heading("## Two\n\n# One *two* ##\n# Three\n").unwrap(), "One *two*");
    assert_eq!(first_heading("```sh\n# comment\n```\n  # Title {#top}\n").unwrap(), "Title");
    assert_eq!(first_heading("# In C#\n").unwrap(), "In C#");
    for none in ["#tag\n", "    # code\n", "## Two\n", "~~~\n# never closed\n", "# ##\n", ""] {
        assert_eq!(first_heading(none), None, "{none}");
    }
}
